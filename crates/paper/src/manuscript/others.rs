//! The appendix of the other sides: what a program is like on the runtimes that a chapter does not
//! show on paper.
//!
//! Each of them is a few lines away from the one that stands in the chapter, and all of them together
//! are longer than its text.

use super::piece::{Frame, Heading, Piece};
use super::{Chapter, Target};
use crate::lang::Words;
use catalog::Lang;
use std::collections::BTreeSet;

/// The page that the appendix would be, if it had a file.
pub const PATH: &str = "other-sides.md";

/// What a chapter moves into the appendix.
#[derive(Debug)]
pub struct Others {
    /// The program.
    pub listing: String,
    /// Whether all of the program is here, and not only some lines of it.
    pub whole: bool,
    /// The place in the chapter that leads here.
    pub back: String,
    /// The other sides.
    pub pieces: Vec<Piece>,
}

/// What stands in the chapter instead: a link that these sides are in the appendix.
pub fn reference(back: &str, listing: &str, sides: &str, lang: Lang) -> Vec<Piece> {
    let words = Words::of(lang);
    let colon = words.colon;
    vec![
        Piece::Open(Frame::Run),
        Piece::Anchor(back.to_string()),
        Piece::Text(format!("{sides}{colon}")),
        link(PATH, listing),
        Piece::Text(words.others.to_string()),
        Piece::Close,
        Piece::Close,
    ]
}

/// The appendix, if any chapter has something for it. A program that some chapter shows whole is
/// not there in excerpts.
pub fn chapter(from: &[(&Chapter, Vec<Others>)], lang: Lang) -> Option<Chapter> {
    let words = Words::of(lang);
    let all = || from.iter().flat_map(|(_, others)| others);
    let whole: BTreeSet<&str> =
        all().filter(|others| others.whole).map(|others| others.listing.as_str()).collect();
    let mut done = BTreeSet::new();
    let mut pieces = vec![heading(1, "other-sides", vec![Piece::Text(words.others.to_string())])];
    for (chapter, others) in from {
        let mut first = true;
        for entry in others {
            let listing = entry.listing.as_str();
            let is_shown_whole = whole.contains(listing) && !entry.whole;
            if is_shown_whole || !done.insert(listing) {
                continue;
            }
            if std::mem::take(&mut first) {
                pieces.push(section(chapter, lang));
            }
            pieces.push(heading(3, listing, vec![Piece::Code(listing.to_string())]));
            pieces.extend([
                Piece::Open(Frame::Run),
                link(&chapter.path, &entry.back),
                Piece::Text(words.back.to_string()),
                Piece::Close,
                Piece::Close,
                Piece::Open(Frame::Program),
            ]);
            pieces.extend(entry.pieces.iter().cloned());
            pieces.push(Piece::Close);
        }
    }
    (!done.is_empty()).then(|| Chapter {
        path: PATH.to_string(),
        number: None,
        depth: 0,
        in_part: false,
        small: true,
        pieces,
        notes: Default::default(),
    })
}

fn section(chapter: &Chapter, lang: Lang) -> Piece {
    let [before, after] = Words::of(lang).chapter;
    let colon = Words::of(lang).colon;
    let number = chapter.number.as_ref();
    let number = number.map(|number| format!("{before}{number}{after}{colon}"));
    let mut words = vec![Piece::Text(number.unwrap_or_default())];
    words.extend(chapter.heading().map(|heading| heading.body.clone()).unwrap_or_default());
    heading(2, &format!("of-{}", chapter.path.trim_end_matches(".md").replace('/', "-")), words)
}

fn heading(level: u8, id: &str, body: Vec<Piece>) -> Piece {
    Piece::Heading(Heading { level, id: id.to_string(), body })
}

fn link(path: &str, id: &str) -> Piece {
    let (path, fragment) = (path.to_string(), Some(id.to_string()));
    Piece::Open(Frame::Link(Target::Page { path, fragment }))
}
