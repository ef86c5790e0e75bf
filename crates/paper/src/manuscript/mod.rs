//! The manuscript: the book's chapters read into pieces that both backends can set.
//!
//! Reading finds everything that is wrong with a page, so that the backends need not: HTML that
//! print does not know, links and images that lead nowhere, headings out of order.

mod ends;
mod focus;
mod html;
mod images;
mod links;
mod number;
mod others;
mod piece;
mod read;
mod repeats;
mod tags;
mod text;

pub use links::Target;
use others::Others;
pub use piece::{Figure, Frame, Heading, Inline, Listing, Picture, Piece, plain_text};
pub use text::slug;

use crate::{Edition, Lang};
use anyhow::{Result, bail};
use mdbook_preprocessor::book::{BookItem, Chapter as Source};
use std::collections::{BTreeMap, BTreeSet};

/// The page that leads a visitor into the site: paper has a cover and a table of contents.
pub const SITE_ONLY: &str = "front.md";

/// A whole edition, in reading order.
#[derive(Debug)]
pub struct Manuscript {
    /// Part titles and chapters as they follow each other.
    pub items: Vec<Item>,
}

/// What stands in the book's summary.
#[derive(Debug)]
pub enum Item {
    /// The title of a part.
    Part(String),
    /// A chapter or a sub-chapter.
    Chapter(Chapter),
}

/// One page of the site, a chapter or a part of one in print.
#[derive(Debug)]
pub struct Chapter {
    /// The file below the source folder, with forward slashes: `ch08-task-future.md`.
    pub path: String,
    /// `8` or `8.2`; none for an introduction and the back matter.
    pub number: Option<String>,
    /// 0 for a chapter, 1 for a sub-chapter, and so on.
    pub depth: usize,
    /// Whether a part title stands above it.
    pub in_part: bool,
    /// Whether it is set small and in two columns, as what is looked up and not read.
    pub small: bool,
    /// The text; the first piece is the chapter's heading.
    pub pieces: Vec<Piece>,
    /// The footnotes by name.
    pub notes: BTreeMap<String, Vec<Piece>>,
}

impl Manuscript {
    /// Reads and checks every chapter.
    ///
    /// # Errors
    /// One message with all problems found, each naming its page.
    pub fn read(edition: &Edition) -> Result<Self> {
        let mut problems = Vec::new();
        let mut manuscript = Manuscript { items: Vec::new() };
        let mut in_part = false;
        let mut others = Vec::new();
        for item in &edition.book.items {
            match item {
                BookItem::PartTitle(title) => {
                    in_part = true;
                    manuscript.items.push(Item::Part(title.clone()));
                }
                BookItem::Chapter(source) => {
                    // An unnumbered chapter after the parts is back matter and belongs to none.
                    let in_part = in_part && source.number.is_some();
                    manuscript.add(edition.lang, source, 0, in_part, &mut others, &mut problems);
                }
                BookItem::Separator => {}
            }
        }
        let from: Vec<_> = manuscript.chapters().zip(others).collect();
        if let Some(appendix) = others::chapter(&from, edition.lang) {
            manuscript.items.push(Item::Chapter(appendix));
        }
        manuscript.drop_empty_parts();
        links::resolve(&mut manuscript, &mut problems);
        links::name(&mut manuscript, edition.lang);
        images::check(&manuscript, edition.src, &mut problems);
        if manuscript.chapters().next().is_none() {
            problems.push("the book has no chapter: its SUMMARY.md lists none".into());
        }
        match problems.len() {
            0 => Ok(manuscript),
            _ => bail!("the book cannot be printed:\n{}", problems.join("\n")),
        }
    }

    /// The chapters alone.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        self.items.iter().filter_map(|item| match item {
            Item::Chapter(chapter) => Some(chapter),
            Item::Part(_) => None,
        })
    }

    /// The image files that pages show.
    pub fn images(&self) -> BTreeSet<String> {
        self.chapters()
            .flat_map(|chapter| chapter.pieces.iter().chain(chapter.notes.values().flatten()))
            .filter_map(|piece| match piece {
                Piece::Picture(picture) => Some(picture.path.clone()),
                _ => None,
            })
            .collect()
    }

    /// A part whose chapters are all drafts has nothing to print.
    fn drop_empty_parts(&mut self) {
        let has_chapter = |next: Option<&Item>| matches!(next, Some(Item::Chapter(c)) if c.in_part);
        for at in (0..self.items.len()).rev() {
            if matches!(self.items[at], Item::Part(_)) && !has_chapter(self.items.get(at + 1)) {
                self.items.remove(at);
            }
        }
    }

    fn add(
        &mut self,
        lang: Lang,
        source: &Source,
        depth: usize,
        in_part: bool,
        others: &mut Vec<Vec<Others>>,
        problems: &mut Vec<String>,
    ) {
        // A draft has no file and no text: it is a promise, which print does not make.
        if let Some(path) = &source.path {
            let path = links::normal(&path.to_string_lossy().replace('\\', "/"));
            // What leads into the site has its cover and its contents on paper.
            if path == SITE_ONLY {
                return;
            }
            let number = source.number.as_ref().map(|n| number::of(n, &path));
            let text = read::chapter(&path, &source.name, &source.content, lang, problems);
            let (pieces, notes) = (text.pieces, text.notes);
            let mut chapter = Chapter { path, number, depth, in_part, small: false, pieces, notes };
            repeats::fold(&mut chapter, lang);
            self.items.push(Item::Chapter(chapter));
            others.push(text.others);
        }
        for item in &source.sub_items {
            if let BookItem::Chapter(source) = item {
                self.add(lang, source, depth + 1, in_part, others, problems);
            }
        }
    }
}

impl Chapter {
    /// The chapter's own heading.
    pub fn heading(&self) -> Option<&Heading> {
        self.headings().next()
    }

    /// All headings in order.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Heading(heading) => Some(heading),
            _ => None,
        })
    }
}
