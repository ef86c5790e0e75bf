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
mod comments;
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
mod page;
pub mod pictures;
mod pieces;
pub mod playground;
mod preprocess;
mod repository;
pub mod section;
mod solutions;
mod sources;
mod tables;
mod tests_by_name;
pub mod timelines;
mod toml_file;
pub mod translation;
pub mod untranslated;

pub use book::{BookText, config, expanded, load, text};
pub use catalog::Lang;
pub use check::{Counts, problems};
pub use lang::Words;
pub use listing::Problem;
pub use page::{Page, normal, pages};
pub use preprocess::Directives;
pub use sources::Sources;
