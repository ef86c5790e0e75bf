//! refused: E0382
//! A loop takes the generator. What is used up can't be used again.
fn main() {
    let numbers: Generator<(), u32, ()> = Generator::new(async |out, ()| {
        out.suspend(1).await;
    });
    for _ in numbers {}
    for _ in numbers {}
}
