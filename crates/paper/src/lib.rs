//! The book on paper and on e-readers: PDF by typst, and EPUB 3.
//!
//! Both start from the same [`Book`], with every directive already replaced, and both read it
//! into one manuscript first: what is wrong with a page is found there, once, for both.

#![forbid(unsafe_code)]

mod entities;
mod epub;
mod lang;
mod manuscript;
mod pdf;
mod svg;

pub use catalog::Lang;
pub use epub::epub;
pub use manuscript::SITE_ONLY;
pub use pdf::{Pdf, Typesetter, cover, pdf};

use mdbook_preprocessor::book::Book;
use std::path::Path;

/// One language of the book, ready to be typeset.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The chapters, all includes and directives already replaced.
    pub book: &'a Book,
    /// The language that the chapters are written in.
    pub lang: Lang,
    /// What stands large on the cover.
    pub title: &'a str,
    /// What stands below the title; may be empty.
    pub subtitle: &'a str,
    /// Who wrote it; may be empty.
    pub authors: &'a [String],
    /// The version that the cover names, such as `0.1.0`. It stands in for a date, so that the
    /// same input gives the same bytes.
    pub version: &'a str,
    /// The folder of the Markdown files, where images are looked for.
    pub src: &'a Path,
}
