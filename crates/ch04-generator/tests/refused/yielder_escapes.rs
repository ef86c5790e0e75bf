//! refused: lifetime may not live long enough
//! The yielder is lent to the body, so the body can't keep it for later.
fn main() {
    let mut kept = None;
    let mut numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        kept = Some(out);
    });
    numbers.resume(());
}
