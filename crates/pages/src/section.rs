//! Cuts a page into sections: a heading and what follows it, up to the next heading.

use crate::directive::line_of;
use mdbook_markdown::pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use sha2::{Digest, Sha256};

/// One heading with the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The explicit id, `{#like-this}`; every heading of the book has one.
    pub id: Option<String>,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// The heading's text.
    pub title: String,
    /// The heading's line, counted from 1.
    pub line: usize,
    /// The Markdown from the heading to the next one.
    pub source: String,
}

impl Section {
    /// Twelve hexadecimal digits that change when the section's words do.
    ///
    /// White space at a line's end, and how many blank lines stand in a row, do not count.
    pub fn hash(&self) -> String {
        hash_of(&self.source)
    }
}

/// The hash of a text, as [`Section::hash`] has it.
pub(crate) fn hash_of(source: &str) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in source.lines().map(str::trim_end) {
        blank |= line.is_empty();
        if !line.is_empty() {
            text.push_str(if blank { "\n\n" } else { "\n" });
            text.push_str(line);
            blank = false;
        }
    }
    Sha256::digest(text.trim()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The sections of a page in order. Text before the first heading belongs to none.
pub fn sections(markdown: &str) -> Vec<Section> {
    let mut found: Vec<(usize, Section)> = Vec::new();
    let mut inside = false;
    for (event, span) in new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                inside = true;
                let section = Section {
                    id: id.map(|id| id.to_string()),
                    level: number(level),
                    title: String::new(),
                    line: line_of(markdown, span.start),
                    source: String::new(),
                };
                found.push((span.start, section));
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some((_, section)) = found.last_mut() {
                    section.title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    let starts: Vec<usize> = found.iter().map(|(start, _)| *start).collect();
    let mut sections: Vec<Section> = found.into_iter().map(|(_, section)| section).collect();
    for (i, section) in sections.iter_mut().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(markdown.len());
        section.source = markdown[starts[i]..end].to_string();
    }
    sections
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Tasks {#tasks}\n\nOne.\n\n## What a `task` adds {#adds}\n\nTwo.\n\n```python\n# not a heading\n```\n";

    #[test]
    fn a_heading_in_a_code_block_is_code() {
        let found = sections(PAGE);

        let ids: Vec<_> = found.iter().map(|s| s.id.as_deref().unwrap()).collect();
        assert_eq!(ids, ["tasks", "adds"]);
        assert_eq!(found[1].title, "What a task adds");
        assert_eq!((found[1].level, found[1].line), (2, 5));
        assert!(found[1].source.ends_with("```\n"));
    }

    #[test]
    fn the_hash_follows_the_words_and_not_the_white_space() {
        let first = sections(PAGE)[0].hash();

        assert_eq!(sections(&PAGE.replace("One.\n", "One.  \n\n\n"))[0].hash(), first);
        assert_ne!(sections(&PAGE.replace("One.", "Ten."))[0].hash(), first);
        assert_eq!(first.len(), 12);
    }
}
