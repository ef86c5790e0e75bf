//! What is known of a text only when it ends, or when the next begins.

use super::piece::{Figure, Frame, Heading, Picture, Piece, plain_text};
use super::read::{Element, Reader};
use super::text::slug;
use crate::svg;

impl Reader<'_> {
    pub(super) fn heading(&mut self, level: u8, id: Option<String>, body: Vec<Piece>) {
        let words = plain_text(&body);
        if level > self.level + 1 {
            let from = self.level;
            self.problem(format!("the heading \"{words}\" jumps from level {from} to {level}"));
        } else if level == 1 && self.level > 0 {
            self.problem(format!("\"{words}\" is a second heading of level 1: a page has one"));
        }
        self.level = level;
        let id = id.unwrap_or_else(|| self.free_id(&slug(&words)));
        self.claim_id(&id);
        self.push(Piece::Heading(Heading { level, id, body }));
    }

    pub(super) fn figure(&mut self, id: Option<String>, source: String, caption: Vec<Piece>) {
        if let Some(id) = &id {
            self.claim_id(id);
        }
        let alt = svg::title(&source).unwrap_or_else(|| plain_text(&caption));
        if alt.is_empty() {
            self.problem("a figure needs a `<figcaption>` or an `aria-label`".into());
        }
        match svg::plain(&source) {
            Ok(svg) => self.push(Piece::Figure(Figure { id, svg, alt, caption })),
            Err(why) => self.problem(why),
        }
    }

    /// A list is loose if one of its entries is made of paragraphs.
    pub(super) fn loose_list(&mut self) {
        if self.text().last() != Some(&Piece::Open(Frame::Entry)) {
            return;
        }
        let list = self.open.iter().rev().nth(1);
        if let Some(&Element::Frame { at, .. }) = list
            && let Some(Piece::Open(Frame::List { tight, .. })) = self.text().get_mut(at)
        {
            *tight = false;
        }
    }

    /// In a program, the paragraph before a code block names it.
    pub(super) fn label_before_code(&mut self) {
        let in_program = self.open.iter().any(|element| match element {
            Element::Frame { at, .. } => {
                self.texts[0].get(*at) == Some(&Piece::Open(Frame::Program))
            }
            _ => false,
        });
        if in_program
            && self.text().last() == Some(&Piece::Close)
            && let Some(at) = self.text().iter().rposition(|p| *p == Piece::Open(Frame::Paragraph))
            && balanced(&self.text()[at..])
        {
            self.text()[at] = Piece::Open(Frame::Label);
        }
    }

    /// A paragraph that is one picture gives way to it.
    pub(super) fn lone_picture(&mut self) {
        let text = self.text();
        if let [.., Piece::Open(Frame::Paragraph), Piece::Picture(picture), Piece::Close] =
            &text[..]
        {
            let picture = Picture { alone: true, ..picture.clone() };
            text.truncate(text.len() - 3);
            text.push(Piece::Picture(picture));
        }
    }
}

/// Whether what opens in these pieces closes with their last one, and not before.
fn balanced(pieces: &[Piece]) -> bool {
    let mut depth = 0;
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1 == pieces.len();
        }
    }
    false
}
