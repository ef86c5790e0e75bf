//! refused: E0277; E0277
//! Its slot is an `Rc`, which stays on its thread.
fn main() {
    let mut numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        out.suspend(1).await;
    });
    std::thread::spawn(move || numbers.resume(()));
}
