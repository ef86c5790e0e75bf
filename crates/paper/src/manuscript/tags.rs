//! The HTML that pages hold: each known tag becomes a piece, any other is a problem.

use super::html::{self, Token};
use super::piece::{Frame, Inline, Piece, Verdict};
use super::read::{Element, Reader};

/// The tags that hold whole blocks.
const FRAMES: [&str; 6] = ["div", "details", "summary", "figure", "figcaption", "nav"];

impl Reader<'_> {
    pub(super) fn read_html(&mut self, html: &str) {
        match html::tokens(html) {
            Ok(tokens) => tokens.into_iter().for_each(|token| self.token(token)),
            Err(why) => self.problem(why),
        }
    }

    fn token(&mut self, token: Token) {
        match token {
            Token::Text(text) if text.trim().is_empty() => {
                if !self.between_blocks() {
                    self.push(Piece::Space);
                }
            }
            Token::Text(text) => self.push(Piece::Text(text.replace('\n', " "))),
            Token::Svg(source) => match self.open.last_mut() {
                Some(Element::Figure { svg, .. }) => *svg = Some(source),
                _ => self.problem("`<svg>` stands outside of a `<figure>`".into()),
            },
            Token::Open(tag) => self.open_tag(&tag),
            Token::Close(name) => self.close_tag(&name),
        }
    }

    fn open_tag(&mut self, tag: &html::Tag) {
        let id = tag.get("id").map(str::to_string);
        let has = |class| tag.classes().any(|c| c == class);
        let frame = match tag.name.as_str() {
            "br" | "wbr" => {
                return if tag.name == "br" {
                    self.push(Piece::Break)
                };
            }
            "nav" if has("edition") => return self.open_text(Element::Dropped),
            "figure" => {
                return self.open_text(Element::Figure { id, svg: None, caption: Vec::new() });
            }
            "figcaption" if matches!(self.open.last(), Some(Element::Figure { .. })) => {
                return self.open_text(Element::Caption);
            }
            "a" if id.is_some() && tag.get("href").is_none() => ("a", None),
            "div" if has("listing") => ("div", Some(Frame::Program)),
            "div" if has("sides") => ("div", Some(Frame::Sides)),
            "div" if has("side") => ("div", Some(Frame::Side)),
            "div" if has("other-sides") => {
                let listing = tag.get("data-listing").unwrap_or_default().to_string();
                if listing.is_empty() {
                    self.problem(format!("`{}` has no `data-listing`", tag.source));
                }
                return self.open_text(Element::Others {
                    listing,
                    whole: tag.get("data-extent") != Some("excerpt"),
                    sides: tag.get("data-sides").unwrap_or_default().to_string(),
                });
            }
            "div" if has("box") => ("div", Some(Frame::Box)),
            "div" if has("run") => ("div", Some(Frame::Run)),
            "div" if has("answer") => ("div", Some(Frame::Answer)),
            "div" if has("verdict") => match tag.classes().find_map(verdict) {
                Some(verdict) => ("div", Some(Frame::Verdict(verdict))),
                None => ("", None),
            },
            "details" => ("details", Some(Frame::Details)),
            "summary" => ("summary", Some(Frame::Summary)),
            name => match inline(name) {
                Some((name, inline)) => (name, Some(Frame::Inline(inline))),
                None => ("", None),
            },
        };
        match frame {
            ("", _) => {
                // Inside of what is dropped anyway, anything may stand.
                if !matches!(self.open.last(), Some(Element::Dropped)) {
                    self.problem(format!("print does not know the tag `{}`", tag.source));
                }
            }
            (_, None) => self.anchor(id),
            (name, Some(frame)) => {
                self.open_frame(Some(name), frame);
                self.anchor(id);
            }
        }
    }

    fn close_tag(&mut self, name: &str) {
        match (self.open.last(), name) {
            (Some(Element::Frame { html: Some(open), .. }), name) if *open == name => {
                self.close_frame();
            }
            (Some(Element::Figure { .. }), "figure")
            | (Some(Element::Caption), "figcaption")
            | (Some(Element::Others { .. }), "div")
            | (Some(Element::Dropped), "nav") => self.close_text(),
            // What opened was a place, or was said to be unknown.
            (_, "a") | (Some(Element::Dropped), _) => {}
            _ if FRAMES.contains(&name) || inline(name).is_some() => {
                self.problem(format!("`</{name}>` closes nothing that is open here"));
            }
            _ => {}
        }
    }

    fn anchor(&mut self, id: Option<String>) {
        if let Some(id) = id {
            self.claim_id(&id);
            self.push(Piece::Anchor(id));
        }
    }

    /// Whether white space here is only the layout of the HTML.
    fn between_blocks(&self) -> bool {
        match self.open.last() {
            None | Some(Element::Figure { .. } | Element::Others { .. }) => true,
            Some(Element::Frame { html: Some(name), .. }) => matches!(*name, "div" | "details"),
            _ => false,
        }
    }
}

/// The verdict in `class="verdict verdict-holds"`.
fn verdict(class: &str) -> Option<Verdict> {
    let name = class.strip_prefix("verdict-")?;
    [Verdict::Holds, Verdict::Partly, Verdict::Outdated, Verdict::Wrong, Verdict::Open]
        .into_iter()
        .find(|verdict| verdict.name() == name)
}

fn inline(name: &str) -> Option<(&'static str, Inline)> {
    Some(match name {
        "em" => ("em", Inline::Emphasis),
        "i" => ("i", Inline::Emphasis),
        "strong" => ("strong", Inline::Strong),
        "b" => ("b", Inline::Strong),
        "del" => ("del", Inline::Strike),
        "kbd" => ("kbd", Inline::Key),
        "code" => ("code", Inline::Code),
        "sup" => ("sup", Inline::Superscript),
        "sub" => ("sub", Inline::Subscript),
        _ => return None,
    })
}
