//! refused: E0597
//! A generator that borrows may not live longer than what it borrows from.
fn main() {
    let mut letters = {
        let text = String::from("abc");
        let text = text.as_str();
        Generator::new(async move |out: &mut Yielder<(), char>, ()| {
            for c in text.chars() {
                out.suspend(c).await;
            }
        })
    };
    letters.resume(());
}
