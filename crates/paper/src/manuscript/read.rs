//! Reads a page: Markdown's events and the HTML between them become pieces.

use super::others::{self, Others};
use super::piece::{Admonition, Frame, Heading, Inline, Picture, Piece, plain_text};
use super::text::{close_up, slug, without_hidden_lines};
use super::{Target, focus, links};
use catalog::Lang;
use mdbook_markdown::pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::collections::{BTreeMap, BTreeSet};

/// What a page says.
pub struct Text {
    /// The text itself; the first piece is the page's heading.
    pub pieces: Vec<Piece>,
    /// The footnotes by name.
    pub notes: BTreeMap<String, Vec<Piece>>,
    /// What goes into the appendix of other sides, in the order of the page.
    pub others: Vec<Others>,
}

/// Reads one page. `name` heads a page that has no heading of its own.
pub fn chapter(
    path: &str,
    name: &str,
    markdown: &str,
    lang: Lang,
    problems: &mut Vec<String>,
) -> Text {
    let mut reader = Reader::new(path, lang, problems);
    for event in new_cmark_parser(markdown, &MarkdownOptions::default()) {
        reader.event(event);
    }
    reader.finish(name)
}

pub(super) struct Reader<'a> {
    pub(super) path: &'a str,
    lang: Lang,
    problems: &'a mut Vec<String>,
    /// The innermost last: a heading's words, a footnote's text, at the bottom the page's.
    pub(super) texts: Vec<Vec<Piece>>,
    /// What is open, in Markdown and in HTML alike, so that they nest.
    pub(super) open: Vec<Element>,
    /// The HTML of a block, until it ends.
    html: Option<String>,
    notes: BTreeMap<String, Vec<Piece>>,
    others: Vec<Others>,
    cited: BTreeSet<String>,
    ids: BTreeSet<String>,
    pub(super) level: u8,
}

/// Something that is open.
pub(super) enum Element {
    /// A frame whose pieces go to the text around it.
    Frame {
        html: Option<&'static str>,
        at: usize,
    },
    /// The rest have a text of their own.
    Heading {
        level: u8,
        id: Option<String>,
    },
    Note(String),
    Code(String),
    Image {
        url: String,
        title: String,
    },
    Figure {
        id: Option<String>,
        svg: Option<String>,
        caption: Vec<Piece>,
    },
    Caption,
    /// What goes into the appendix of other sides.
    Others {
        listing: String,
        whole: bool,
        sides: String,
    },
    /// The site's own navigation, which print leaves out.
    Dropped,
}

impl<'a> Reader<'a> {
    fn new(path: &'a str, lang: Lang, problems: &'a mut Vec<String>) -> Self {
        Reader {
            path,
            lang,
            problems,
            texts: vec![Vec::new()],
            open: Vec::new(),
            html: None,
            notes: BTreeMap::new(),
            others: Vec::new(),
            cited: BTreeSet::new(),
            ids: BTreeSet::new(),
            level: 0,
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(Piece::Text(text.into_string())),
            Event::Code(text) => self.push(Piece::Code(text.into_string())),
            Event::SoftBreak => self.push(Piece::Space),
            Event::HardBreak => self.push(Piece::Break),
            Event::Rule => self.push(Piece::Rule),
            Event::TaskListMarker(done) => self.push(Piece::Task(done)),
            Event::FootnoteReference(name) => {
                self.cited.insert(name.to_string());
                self.push(Piece::Note(name.into_string()));
            }
            Event::Html(text) => self.html.get_or_insert_default().push_str(&text),
            Event::InlineHtml(text) if text.starts_with("<svg") => {
                self.problem("an `<svg>` stands in a sentence, outside of a `<figure>`".into());
            }
            Event::InlineHtml(text) => self.read_html(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.problem(format!("mathematics is not set in print: `{text}`"));
            }
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Heading { level, id, .. } => {
                let id = id.map(CowStr::into_string);
                self.open_text(Element::Heading { level: level as u8, id });
            }
            Tag::FootnoteDefinition(name) => self.open_text(Element::Note(name.into_string())),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.label_before_code();
                self.open_text(Element::Code(info));
            }
            Tag::Image { dest_url, title, .. } => {
                let (url, title) = (dest_url.into_string(), title.into_string());
                self.open_text(Element::Image { url, title });
            }
            tag => match frame(tag) {
                Ok(frame) => self.open_frame(None, frame),
                Err(what) => {
                    self.problem(format!("{what} is not set in print"));
                    self.open_text(Element::Dropped);
                }
            },
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::HtmlBlock {
            let html = self.html.take().unwrap_or_default();
            return self.read_html(&html);
        }
        // HTML that Markdown's structure cuts off: close it, and say so.
        while let Some(Element::Frame { html: Some(name), .. }) = self.open.last() {
            let name = *name;
            self.problem(format!("`<{name}>` is not closed where the Markdown around it ends"));
            self.close_frame();
        }
        if matches!(self.open.last(), Some(Element::Figure { .. } | Element::Caption)) {
            self.problem("`<figure>` is not closed where the Markdown around it ends".into());
            while matches!(self.open.last(), Some(Element::Figure { .. } | Element::Caption)) {
                self.close_text();
            }
        }
        match self.open.last() {
            Some(Element::Frame { .. }) => self.close_frame(),
            Some(_) => self.close_text(),
            None => {}
        }
        if tag == TagEnd::Paragraph {
            self.lone_picture();
        }
    }

    pub(super) fn open_frame(&mut self, html: Option<&'static str>, frame: Frame) {
        if frame == Frame::Paragraph {
            self.loose_list();
        }
        let at = self.text().len();
        self.open.push(Element::Frame { html, at });
        self.push(Piece::Open(frame));
    }

    pub(super) fn close_frame(&mut self) {
        self.open.pop();
        self.push(Piece::Close);
    }

    pub(super) fn open_text(&mut self, element: Element) {
        self.open.push(element);
        self.texts.push(Vec::new());
    }

    pub(super) fn close_text(&mut self) {
        let (Some(element), Some(text)) = (self.open.pop(), self.texts.pop()) else { return };
        match element {
            Element::Heading { level, id } => self.heading(level, id, text),
            Element::Note(name) => drop(self.notes.insert(name, text)),
            Element::Code(info) => {
                let language = info.split([',', ' ']).next().unwrap_or_default().to_string();
                let code: String = text.iter().map(code_text).collect();
                let code = if language == "rust" { without_hidden_lines(&code) } else { code };
                match focus::listing(language, code.trim_end(), &info) {
                    Ok(listing) => self.push(Piece::Listing(listing)),
                    Err(why) => self.problem(why),
                }
            }
            Element::Image { url, title } => {
                let web = links::is_web(&url);
                let path = if web { url } else { links::beside(self.path, &url) };
                let alt = plain_text(&text);
                self.push(Piece::Picture(Picture { path, alt, title, alone: false }));
            }
            Element::Caption => {
                if let Some(Element::Figure { caption, .. }) = self.open.last_mut() {
                    *caption = text;
                }
            }
            Element::Figure { id, svg, caption } => {
                if !text.is_empty() {
                    self.problem("a `<figure>` holds an `<svg>` and a `<figcaption>` only".into());
                }
                let Some(source) = svg else {
                    return self.problem("a `<figure>` without an `<svg>`".into());
                };
                self.figure(id, source, caption);
            }
            Element::Others { listing, whole, sides } => {
                let back = self.free_id(&format!("others-{listing}"));
                self.claim_id(&back);
                for piece in others::reference(&back, &listing, &sides, self.lang) {
                    self.push(piece);
                }
                self.others.push(Others { listing, whole, back, pieces: text });
            }
            Element::Dropped | Element::Frame { .. } => {}
        }
    }

    fn finish(mut self, name: &str) -> Text {
        while let Some(element) = self.open.last() {
            match element {
                Element::Frame { html, .. } => {
                    let name = html.unwrap_or_default();
                    self.problem(format!("`<{name}>` is not closed at the end of the page"));
                    self.close_frame();
                }
                _ => {
                    self.problem(
                        "`<figure>`, `<nav>` or `<div>` is not closed at the end of the page"
                            .into(),
                    );
                    self.close_text();
                }
            }
        }
        let uncited: Vec<String> =
            self.notes.keys().filter(|name| !self.cited.contains(*name)).cloned().collect();
        for name in uncited {
            self.problem(format!("nothing refers to the footnote `[^{name}]`"));
        }
        let mut pieces = self.texts.pop().unwrap_or_default();
        match pieces.first() {
            Some(Piece::Heading(_)) => {}
            _ if self.level == 0 => {
                let id = self.free_id(&slug(name));
                let body = vec![Piece::Text(name.to_string())];
                pieces.insert(0, Piece::Heading(Heading { level: 1, id, body }));
            }
            _ => self.problem("text stands before the page's heading".into()),
        }
        close_up(&mut pieces);
        self.notes.values_mut().for_each(close_up);
        self.others.iter_mut().for_each(|others| close_up(&mut others.pieces));
        Text { pieces, notes: self.notes, others: self.others }
    }

    /// The innermost text. The page's own is taken off by `finish` alone, so there is one.
    pub(super) fn text(&mut self) -> &mut Vec<Piece> {
        let last = self.texts.len() - 1;
        &mut self.texts[last]
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.text().push(piece);
    }

    pub(super) fn problem(&mut self, what: String) {
        self.problems.push(format!("{}: {what}", self.path));
    }

    pub(super) fn claim_id(&mut self, id: &str) {
        if !self.ids.insert(id.to_string()) {
            self.problem(format!("the id `{id}` stands twice"));
        }
    }

    pub(super) fn free_id(&self, wanted: &str) -> String {
        let numbered = (1..).map(|n| format!("{wanted}-{n}"));
        std::iter::once(wanted.to_string())
            .chain(numbered)
            .find(|id| !self.ids.contains(id))
            .unwrap_or_default()
    }
}

fn frame(tag: Tag) -> Result<Frame, String> {
    Ok(match tag {
        Tag::Paragraph => Frame::Paragraph,
        Tag::BlockQuote(kind) => Frame::Quote(kind.map(|kind| match kind {
            BlockQuoteKind::Note => Admonition::Note,
            BlockQuoteKind::Tip => Admonition::Tip,
            BlockQuoteKind::Important => Admonition::Important,
            BlockQuoteKind::Warning => Admonition::Warning,
            BlockQuoteKind::Caution => Admonition::Caution,
        })),
        Tag::List(start) => Frame::List { start, tight: true },
        Tag::Item => Frame::Entry,
        Tag::DefinitionList => Frame::Terms,
        Tag::DefinitionListTitle => Frame::Term,
        Tag::DefinitionListDefinition => Frame::Meaning,
        Tag::Table(alignments) => Frame::Table(alignments),
        Tag::TableHead => Frame::Head,
        Tag::TableRow => Frame::Line,
        Tag::TableCell => Frame::Cell,
        Tag::Emphasis => Frame::Inline(Inline::Emphasis),
        Tag::Strong => Frame::Inline(Inline::Strong),
        Tag::Strikethrough => Frame::Inline(Inline::Strike),
        Tag::Superscript => Frame::Inline(Inline::Superscript),
        Tag::Subscript => Frame::Inline(Inline::Subscript),
        Tag::Link { dest_url, .. } => Frame::Link(Target::Written(dest_url.into_string())),
        other => return Err(format!("Markdown's `{other:?}`")),
    })
}

fn code_text(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        _ => "",
    }
}
