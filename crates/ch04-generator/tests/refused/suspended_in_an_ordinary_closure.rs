//! refused: E0728
//! Only the body itself can pause, or an async function that it awaits.
fn main() {
    let _numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        [3, 1, 2].iter().for_each(|n| out.suspend(*n).await);
    });
}
