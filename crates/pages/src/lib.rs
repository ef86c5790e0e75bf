//! The book as its authors write it: pages, directives, ledger, glossary and translations.
//!
//! [`Sources`] reads everything that a page can ask for. [`Directives`] is the mdBook preprocessor
//! that puts it there, for stock mdBook as well as for `cargo book`. [`problems`] says what is
//! wrong with the sources, each fault with its file and line.

#![forbid(unsafe_code)]

pub mod anchor;
mod answers;
mod asyncio;
mod beside;
mod board;
mod book;
pub mod boxes;
mod changes;
mod chapters;
mod check;
mod code;
pub mod directive;
pub mod exercises;
pub mod glossary;
mod items;
mod lab;
mod lang;
pub mod ledger;
pub mod listings;
pub mod measured;
pub mod numbers;
pub mod pictures;
pub mod playground;
mod preprocess;
pub mod section;
mod solutions;
mod sources;
mod tables;
mod tests_by_name;
pub mod timelines;
pub mod translation;
pub mod untranslated;

pub use book::{BookText, config, expanded, load, text};
pub use catalog::Lang;
pub use check::{Counts, Page, pages, problems};
pub use lang::Words;
pub use listing::Problem;
pub use preprocess::Directives;
pub use sources::Sources;

use serde::de::DeserializeOwned;
use std::path::Path;

/// Reads a TOML file below the root; a fault comes with its line.
pub(crate) fn read_toml<T: DeserializeOwned>(root: &Path, file: &str) -> Result<T, Problem> {
    let text = std::fs::read_to_string(root.join(file))
        .map_err(|e| Problem::of(file, format!("cannot be read: {e}")))?;
    toml::from_str(&text).map_err(|e| match e.span() {
        Some(span) => Problem::at(file, directive::line_of(&text, span.start), e.message()),
        None => Problem::of(file, e.message()),
    })
}
