//! refused: E0499
//! Two scoped threads would both need it mutably; and it isn't `Send`, anyway.
fn main() {
    let mut numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        out.suspend(1).await;
    });
    let one = &mut numbers;
    let two = &mut numbers;
    one.resume(());
    two.resume(());
}
