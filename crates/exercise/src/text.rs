//! Reads a file of an exercise: what it says, its code, and its test.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{Entry, Part};

/// The line above the test. From here on, the file to edit and the solution say the same.
pub const TEST_MARK: &str = "// The test: the same for the solution.";

/// The line of the file to edit that is the reader's begins so.
pub(crate) const TURN_MARK: &str = "// Your turn:";

/// The heading in the comment that opens the file to edit.
const HINT_MARK: &str = "# Hint";

/// A file of an exercise, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The goal, or for a solution its reasons: Markdown, from the comment that opens the file.
    pub goal: String,
    /// What stands below `# Hint` in that comment; empty where there is none.
    pub hint: String,
    /// The code between the comment and the test.
    pub code: String,
    /// The test, with the line above it; empty where that line is missing.
    pub test: String,
    /// The line, from 1, that the reader edits first; the first line of code where none is marked.
    pub turn_line: usize,
    /// The line, from 1, on which the test begins.
    pub test_line: usize,
}

/// The text of this part.
///
/// # Errors
///
/// If the file cannot be read.
pub fn text(root: &Path, entry: Entry, part: Part) -> Result<Text> {
    let file = entry.file(part);
    let source = std::fs::read_to_string(root.join(&file))
        .with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Text::parse(&source.replace("\r\n", "\n")))
}

impl Text {
    /// Reads a source; what is missing is empty.
    pub fn parse(source: &str) -> Text {
        let lines: Vec<&str> = source.lines().collect();
        let comment = lines.iter().take_while(|line| line.starts_with("//!")).count();
        let test = lines.iter().position(|line| *line == TEST_MARK).unwrap_or(lines.len());
        let code = &lines[comment.min(test)..test];
        let says: Vec<&str> = lines[..comment].iter().map(|line| said(line)).collect();
        let hint = says.iter().position(|line| *line == HINT_MARK);
        let (goal, hint) = match hint {
            Some(at) => (&says[..at], &says[at + 1..]),
            None => (&says[..], &[][..]),
        };
        let turn = code.iter().position(|line| line.trim_start().starts_with(TURN_MARK));
        let first = code.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
        Text {
            goal: goal.join("\n").trim().to_owned(),
            hint: hint.join("\n").trim().to_owned(),
            code: code.join("\n").trim().to_owned(),
            test: lines[test..].join("\n").trim_end().to_owned(),
            turn_line: comment + turn.unwrap_or(first) + 1,
            test_line: test + 1,
        }
    }
}

/// What a line of a comment says.
fn said(line: &str) -> &str {
    let said = line.strip_prefix("//!").unwrap_or(line);
    said.strip_prefix(' ').unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! Write `twice`.\n//!\n//! Twice is enough.\n//!\n//! # Hint\n//!\n\
        //! Call it again.\n\npub fn twice(f: fn()) {\n    // Your turn: call it.\n    f();\n}\n\n\
        // The test: the same for the solution.\n\n/// Counts.\npub fn test() {}\n";

    #[test]
    fn a_file_is_read_in_its_parts() {
        let text = Text::parse(SOURCE);

        assert_eq!(text.goal, "Write `twice`.\n\nTwice is enough.");
        assert_eq!(text.hint, "Call it again.");
        assert!(text.code.starts_with("pub fn twice") && text.code.ends_with('}'), "{}", text.code);
        assert!(text.test.starts_with(TEST_MARK) && text.test.ends_with("pub fn test() {}"));
        assert_eq!((text.turn_line, text.test_line), (10, 14));
    }

    #[test]
    fn what_is_missing_is_empty() {
        let text = Text::parse("pub fn test() {}\n");

        assert_eq!((text.goal.as_str(), text.hint.as_str(), text.test.as_str()), ("", "", ""));
        assert_eq!(text.turn_line, 1);
    }
}
