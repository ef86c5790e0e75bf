//! refused: E0506; E0381; E0597
//! A body can't reach its own generator, which isn't there before the body is. (It can by an `Rc`
//! and a `RefCell`: see `re_entered` in attacks.rs.)
fn main() {
    let mut numbers: Generator<(), u32, ()>;
    numbers = Generator::new(async |out, ()| {
        numbers.resume(());
        out.suspend(1).await;
    });
    numbers.resume(());
}
