//! Finds the fragments of Rust in a page's Markdown.

use crate::expectation::is_rust;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::fmt;

/// A piece of Rust as it stands in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The page, relative to the repository's root, with forward slashes: `book/en/ch01.md`.
    pub page: String,
    /// The line of its opening fence, counted from 1; `None` if an include brought it.
    pub line: Option<usize>,
    /// What follows the opening fence: `rust,no_run`.
    pub info: String,
    /// The code with its hidden lines, as it stands between the fences.
    pub code: String,
}

/// Every fragment of a page in order.
pub fn fragments(page: &str, markdown: &str) -> Vec<Fragment> {
    let mut found = Vec::new();
    let mut open: Option<Fragment> = None;
    for (event, span) in new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter()
    {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_rust(&info) => {
                open = Some(Fragment {
                    page: page.to_string(),
                    line: Some(markdown[..span.start].matches('\n').count() + 1),
                    info: info.to_string(),
                    code: String::new(),
                });
            }
            Event::Text(text) => {
                if let Some(fragment) = &mut open {
                    fragment.code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

impl Fragment {
    /// The program that the compiler gets: hidden lines shown, and a `main` if there is none.
    ///
    /// The code begins on the line after the opening fence's, as it does in the page.
    pub(crate) fn program(&self) -> String {
        let code: String = self.code.lines().map(|line| shown(line) + "\n").collect();
        if code.contains("fn main(") {
            format!("\n{code}")
        } else {
            format!("fn main() {{\n{code}}}\n")
        }
    }

    /// The block as rustdoc reads it.
    pub(crate) fn block(&self) -> String {
        // Longer than any fence that the code may hold.
        let fence =
            "`".repeat(self.code.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
        format!("{fence}{}\n{}{fence}\n", self.info, self.code)
    }
}

/// `book/en/ch01.md:12`.
impl fmt::Display for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.page),
            None => write!(f, "{} (by an include)", self.page),
        }
    }
}

/// The line without the mark that hides it.
fn shown(line: &str) -> String {
    let code = line.trim_start();
    let indent = &line[..line.len() - code.len()];
    match code.strip_prefix('#') {
        // An attribute begins with the same sign, and `##` stands for one that is meant.
        Some(rest) if rest.is_empty() || rest.starts_with(' ') || rest.starts_with('#') => {
            format!("{indent}{}", rest.strip_prefix(' ').unwrap_or(rest))
        }
        _ => line.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(markdown: &str) -> Fragment {
        let mut found = fragments("book/en/page.md", markdown);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn a_fragment_comes_with_its_line_and_its_words() {
        let found = only("# T\n\ntext\n\n```rust,no_run\nlet a = 1;\n```\n\n```text\nb\n```\n");

        assert_eq!(found.to_string(), "book/en/page.md:5");
        assert_eq!(found.info, "rust,no_run");
        assert_eq!(found.code, "let a = 1;\n");
    }

    #[test]
    fn fragments_inside_lists_and_details_are_found() {
        let list = only("- item\n\n  ```rust\n  if a {\n      b();\n  }\n  ```\n");
        let details =
            only("<details>\n<summary>Answer</summary>\n\n```rust\nb();\n```\n\n</details>\n");

        assert_eq!(list.code, "if a {\n    b();\n}\n");
        assert_eq!(details.line, Some(4));
    }

    #[test]
    fn other_languages_are_no_fragments() {
        assert_eq!(fragments("p", "```rusty\n```\n\n```toml\n```\n\n    indented\n"), []);
    }

    #[test]
    fn hidden_lines_are_compiled_and_attributes_are_left_alone() {
        let found = only(
            "```rust\n# use std::rc::Rc;\n#\n  # let a = 1;\n#[test]\n#![allow(x)]\n## b\n```\n",
        );

        assert_eq!(
            found.program(),
            "fn main() {\nuse std::rc::Rc;\n\n  let a = 1;\n#[test]\n#![allow(x)]\n# b\n}\n"
        );
    }

    #[test]
    fn a_main_of_its_own_is_kept() {
        let found = only("```rust\nfn main() {}\n```\n");

        assert_eq!(found.program(), "\nfn main() {}\n");
    }

    #[test]
    fn the_block_for_rustdoc_holds_code_with_fences() {
        let found = only("````rust\n/// ```\nfn f() {}\n````\n");

        assert_eq!(found.block(), "````rust\n/// ```\nfn f() {}\n````\n");
    }
}
