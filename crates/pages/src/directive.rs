//! Finds the book's own directives, `{{#name arguments}}`, in a page's Markdown.

use std::ops::Range;

/// A directive as it stands in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// `listing` in `{{#listing first_task}}`.
    pub name: String,
    /// What follows the name, trimmed.
    pub arguments: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Its bytes in the page, braces included.
    pub span: Range<usize>,
}

impl Directive {
    /// The path of an `include`, and the name of the anchor behind the colon. Lines by their numbers
    /// are no anchor.
    pub fn included(&self) -> (&str, Option<&str>) {
        let (path, part) = match self.arguments.split_once(':') {
            Some((path, part)) => (path, Some(part)),
            None => (self.arguments.as_str(), None),
        };
        (path, part.filter(|part| !part.starts_with(|c: char| c.is_ascii_digit() || c == ':')))
    }

    /// As an author would write it; two spellings of one directive give the same text.
    pub fn canonical(&self) -> String {
        let mut words = vec![self.name.as_str()];
        words.extend(self.arguments.split_whitespace());
        words.join(" ")
    }
}

/// The names that this crate expands. mdBook's own (`title`, …) pass through, `include` as well unless
/// it names a piece of Rust (`pieces`).
pub const OURS: [&str; 20] = [
    "listing",
    "timeline",
    "measured",
    "plot",
    "picture",
    "exercise",
    "verdict",
    "claim",
    "ledger",
    "board",
    "glossary",
    "asyncio",
    "solutions",
    "lab",
    "untranslated",
    "can",
    "keep",
    "at_work",
    "read_as",
    "end",
];

/// Those that mdBook knows, and expands where this crate has not.
pub const OF_MDBOOK: [&str; 5] = ["include", "rustdoc_include", "playground", "title", "template"];

/// Every directive of a page in order. A backslash before the braces makes it plain text.
pub fn find(markdown: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = markdown[from..].find("{{#").map(|i| i + from) {
        let Some(end) = markdown[at..].find("}}").map(|i| i + at) else { break };
        from = end + 2;
        if markdown[..at].ends_with('\\') {
            continue;
        }
        let inside = &markdown[at + 3..end];
        let (name, arguments) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        found.push(Directive {
            name: name.to_string(),
            arguments: arguments.trim().to_string(),
            line: line_of(markdown, at),
            span: at..from,
        });
    }
    found
}

/// The line, counted from 1, on which this byte stands.
pub fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_come_with_their_line_and_span() {
        let page = "# T\n\n{{#listing  first_task:spawn tokio }}\n";

        let found = find(page);

        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "listing");
        assert_eq!(found[0].canonical(), "listing first_task:spawn tokio");
        assert_eq!(found[0].line, 3);
        assert_eq!(&page[found[0].span.clone()], "{{#listing  first_task:spawn tokio }}");
    }

    #[test]
    fn an_escaped_directive_is_text() {
        assert_eq!(find(r"write \{{#listing name}} on a line"), []);
    }

    #[test]
    fn an_unclosed_directive_is_text() {
        assert_eq!(find("a {{#listing and no end"), []);
    }
}
