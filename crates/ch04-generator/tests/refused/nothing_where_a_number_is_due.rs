//! refused: E0308
//! A forgotten value is a missing argument. There is nothing to prime.
fn main() {
    let mut sums = Generator::new(async |out: &mut Yielder<u32, u32>, first: u32| {
        let second = out.suspend(first).await;
        first + second
    });
    sums.resume(());
}
