//! The cover as a page of text. The image for the shelves of readers' programs is set by typst.

use super::{document, escape};
use crate::Edition;
use crate::lang::Words;
use std::fmt::Write as _;

/// The cover as a page.
pub fn page(edition: &Edition) -> String {
    let mut body = format!(
        "<section class=\"cover\" epub:type=\"cover\">\n<h1>{}</h1>\n",
        escape(edition.title)
    );
    if !edition.subtitle.is_empty() {
        let _ = writeln!(body, "<p class=\"subtitle\">{}</p>", escape(edition.subtitle));
    }
    if !edition.authors.is_empty() {
        let _ = writeln!(body, "<p class=\"authors\">{}</p>", escape(&edition.authors.join(", ")));
    }
    let version = format!("{} {}", Words::of(edition.lang).version, edition.version);
    let _ = writeln!(body, "<p class=\"version\">{}</p>\n</section>", escape(&version));
    document(edition, edition.title, "frontmatter", &body)
}
