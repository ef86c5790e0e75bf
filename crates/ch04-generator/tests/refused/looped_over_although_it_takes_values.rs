//! refused: E0277
//! A loop has nothing to send in, so only a generator that takes nothing is an iterator.
fn main() {
    let sums = Generator::new(async |out: &mut Yielder<u32, u32>, first: u32| {
        out.suspend(first).await;
    });
    for _ in sums {}
}
