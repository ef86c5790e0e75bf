//! Shows how two texts differ.

use similar::TextDiff;

/// A unified diff of two texts with their names above it; empty if they are equal.
pub fn diff(old_name: &str, old: &str, new_name: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(old_name, new_name)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_lines_of_both_are_shown() {
        let shown = diff("output.txt", "a\nb\n", "tokio", "a\nc\n");

        assert_eq!(shown, "--- output.txt\n+++ tokio\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    }

    #[test]
    fn equal_texts_have_no_diff() {
        assert_eq!(diff("one", "a\n", "other", "a\n"), "");
    }
}
