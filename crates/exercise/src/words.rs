//! Says in plain words what a panic means for somebody who solves an exercise.

/// What is wrong, in a sentence; and the two values, where two were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The assertion's own message, or a sentence in its place.
    pub sentence: String,
    /// What came out, and what should have; each as Rust's `Debug` writes it.
    pub values: Option<(String, String)>,
    /// Whether the assertion brought a message of its own.
    pub own: bool,
}

/// Reads the message of a panic. The book's tests write `assert_eq!(what_came, what_should)`.
pub fn words(message: &str) -> Words {
    let says = |sentence: String, own| Words { sentence, values: None, own };
    if let Some(rest) = message.strip_prefix("assertion `left == right` failed") {
        let (own, values) = compared(rest);
        let sentence = own.unwrap_or("Two values that should be the same are not.");
        return Words { sentence: sentence.to_owned(), values, own: own.is_some() };
    }
    if let Some(rest) = message.strip_prefix("assertion `left != right` failed") {
        let (own, _) = compared(rest);
        let sentence = own.unwrap_or("Two values that should differ are the same.");
        return says(sentence.to_owned(), own.is_some());
    }
    if let Some(condition) = message.strip_prefix("assertion failed: ") {
        return says(format!("This does not hold: `{condition}`."), false);
    }
    if let Some(rest) = message.strip_prefix("not yet implemented") {
        let what = rest.strip_prefix(": ").map(|what| format!(": {what}")).unwrap_or_default();
        return says(format!("There is still a `todo!()` to replace{what}."), true);
    }
    says(message.to_owned(), true)
}

/// The message of an assertion that compares, and its two values.
fn compared(rest: &str) -> (Option<&str>, Option<(String, String)>) {
    let (head, values) = match rest.rfind("\n  left: ") {
        Some(at) => (&rest[..at], &rest[at + "\n  left: ".len()..]),
        None => (rest, ""),
    };
    let values = values.split_once("\n right: ");
    let values = values.map(|(left, right)| (left.to_owned(), right.to_owned()));
    (head.strip_prefix(": "), values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    /// The message of a real panic, as this compiler's library words it.
    fn message(panics: fn()) -> String {
        let payload = catch_unwind(panics).unwrap_err();
        match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => (*payload.downcast::<&str>().unwrap()).to_owned(),
        }
    }

    #[test]
    fn a_comparison_gives_its_message_and_both_values() {
        let words = words(&message(|| assert_eq!(vec![1, 2], [2, 1], "They speak in turn.")));

        assert_eq!(words.sentence, "They speak in turn.");
        assert_eq!(words.values, Some(("[1, 2]".into(), "[2, 1]".into())));
        assert!(words.own);
    }

    #[test]
    fn a_comparison_without_a_message_gets_a_sentence() {
        let words = words(&message(|| assert_eq!(1, 2)));

        assert_eq!(words.sentence, "Two values that should be the same are not.");
        assert!(!words.own);
    }

    fn holds() -> bool {
        false
    }

    #[test]
    fn a_condition_and_a_difference_are_told() {
        let sentence = |panics: fn()| words(&message(panics)).sentence;

        assert_eq!(sentence(|| assert!(holds(), "It holds.")), "It holds.");
        assert_eq!(sentence(|| assert!(holds())), "This does not hold: `holds()`.");
        assert_eq!(sentence(|| assert_ne!(1, 1, "They are two.")), "They are two.");
    }

    #[test]
    fn a_todo_is_told_from_an_assertion() {
        let words = words(&message(|| todo!("poll both")));

        assert_eq!(words.sentence, "There is still a `todo!()` to replace: poll both.");
    }
}
