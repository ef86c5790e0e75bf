//! refused: unused implementer of `Future` that must be used
//! A warning, here made an error: without `.await` nothing pauses.
#![deny(unused_must_use)]

fn main() {
    let _numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        out.suspend(1);
    });
}
