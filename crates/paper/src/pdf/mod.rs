//! The PDF: the manuscript becomes typst source, which typst sets in a process of its own.

mod columns;
mod fonts;
mod markup;
mod typesetter;

pub use typesetter::Typesetter;

use crate::Edition;
use crate::manuscript::Manuscript;
use anyhow::Result;

/// A typeset book.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// What typst warns about; a good edition has none.
    pub warnings: Vec<String>,
}

/// Sets an edition as a tagged PDF (PDF/UA-1) with every font embedded.
///
/// # Errors
/// A page with HTML that print does not know, a link or an image that leads nowhere; no Chinese
/// font where the text needs one; a character that no font has. Each message names the page.
pub fn pdf(edition: &Edition, typesetter: &mut Typesetter) -> Result<Pdf> {
    let manuscript = Manuscript::read(edition)?;
    let families = typesetter.families(edition)?;
    let sources = markup::sources(edition, &manuscript, &families);
    let (bytes, warnings) = typesetter.set(&sources, edition.src, "book.pdf")?;
    Ok(Pdf { bytes, warnings })
}

/// The cover as an image (PNG), for the shelves of e-readers.
///
/// # Errors
/// No Chinese font where the title needs one.
pub fn cover(edition: &Edition, typesetter: &mut Typesetter) -> Result<Vec<u8>> {
    let families = typesetter.families(edition)?;
    let sources = markup::cover(edition, &families);
    Ok(typesetter.set(&sources, edition.src, "cover.png")?.0)
}
