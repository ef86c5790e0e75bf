//! Finds the fragments of the whole book, as its pages are after every include is expanded.

use crate::fragment::{Fragment, fragments};
use anyhow::{Context, Result, anyhow};
use pages::{Lang, Sources};
use std::path::Path;
use std::sync::Arc;

/// Every fragment of the book below this root, English pages first.
///
/// # Errors
/// A page cannot be read, or a directive on it asks for what is not there.
pub fn in_book(root: &Path) -> Result<Vec<Fragment>> {
    let sources = Sources::read(root).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow!("the book's sources have faults:\n{}", lines.join("\n"))
    })?;
    let sources = Arc::new(sources);
    let mut found = Vec::new();
    for lang in Lang::ALL {
        let book = pages::expanded(root, lang, "snippets", Arc::clone(&sources))?;
        for chapter in book.chapters() {
            let Some(path) = &chapter.source_path else { continue };
            let page = format!("book/{lang}/{}", path.to_string_lossy().replace('\\', "/"));
            let written = std::fs::read_to_string(root.join(&page))
                .with_context(|| format!("{page} cannot be read"))?;
            found.extend(placed(fragments(&page, &chapter.content), &fragments(&page, &written)));
        }
    }
    Ok(found)
}

/// Gives each fragment the line where it is written: directives above it moved it elsewhere.
fn placed(expanded: Vec<Fragment>, written: &[Fragment]) -> Vec<Fragment> {
    // One that an include brought whole is in no source page, and what follows is shifted by it.
    let same = expanded.len() == written.len();
    let line = |i: usize, fragment: &Fragment| {
        let source =
            if same { written.get(i) } else { written.iter().find(|w| w.code == fragment.code) };
        source.and_then(|source| source.line)
    };
    expanded
        .into_iter()
        .enumerate()
        .map(|(i, fragment)| Fragment { line: line(i, &fragment), ..fragment })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(expanded: &str, written: &str) -> Vec<Option<usize>> {
        let placed = placed(fragments("p", expanded), &fragments("p", written));
        placed.iter().map(|fragment| fragment.line).collect()
    }

    #[test]
    fn a_fragment_has_the_line_where_it_is_written() {
        let written = "{{#verdict N31}}\n\n```rust\n{{#include a.rs}}\n```\n";
        let expanded = "> one\n> two\n> three\n\n```rust\nfn a() {}\n```\n";

        assert_eq!(lines(expanded, written), [Some(3)]);
    }

    #[test]
    fn a_fragment_that_an_include_brought_has_no_line_and_moves_no_other() {
        let written = "{{#include part.md}}\n\n```rust\na();\n```\n";
        let expanded = "```rust\nb();\n```\n\n```rust\na();\n```\n";

        assert_eq!(lines(expanded, written), [None, Some(3)]);
    }
}
