//! The PDF: the manuscript becomes typst source, which the typst compiler sets in process.

mod fonts;
mod markup;
mod world;

pub use fonts::Fonts;

use crate::Edition;
use crate::manuscript::Manuscript;
use anyhow::Result;

/// A typeset book.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has, the cover and the contents among them.
    pub pages: usize,
    /// What typst warns about; a good edition has none.
    pub warnings: Vec<String>,
}

/// Sets an edition as a tagged PDF (PDF/UA-1) with every font embedded.
///
/// # Errors
/// A page with HTML that print does not know, a link or an image that leads nowhere; no Chinese
/// font where the text needs one; a character that no font has. Each message names the page.
pub fn pdf(edition: &Edition, fonts: &Fonts) -> Result<Pdf> {
    let manuscript = Manuscript::read(edition)?;
    let families = fonts.families(edition)?;
    let sources = markup::sources(edition, &manuscript, &families);
    let world = world::World::new(fonts, edition.src, sources)?;
    let set = world.compile();
    // Typst remembers every layout. A server sets the book again and again: forget what is old.
    typst::comemo::evict(2);
    set
}
