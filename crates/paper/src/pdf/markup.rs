//! From the manuscript to typst source.
//!
//! All text goes through string literals, so that nothing in the book can be taken for markup.
//! How things look is the template's business: here only its functions are called.

use super::columns;
use super::fonts::Families;
use crate::lang::Words;
use crate::manuscript::{
    Chapter, Figure, Frame, Heading, Inline, Item, Listing, Manuscript, Piece, Target,
};
use crate::{Edition, Lang};
use mdbook_markdown::pulldown_cmark::Alignment;
use std::collections::{BTreeMap, BTreeSet};

/// The source that typst starts from.
const MAIN: &str = "main.typ";

/// The same, for the cover alone.
const COVER: &str = "cover.typ";

/// The folder under which typst sees the images of the pages.
pub const IMAGES: &str = "images/";

/// The folder of the sources that hold one page of the book each.
pub const PAGES: &str = "pages/";

/// How these frames end, and no other does.
const SIDE_END: &str = "]),\n";
const PROGRAM_END: &str = "]\n\n";
const BOX_END: &str = "]\n ";

/// The id of the section at a chapter's end to which answers move.
const ANSWERS: &str = "answers";

/// What closes up to a Chinese bracket before it: both are wide, and half of each is empty.
const CHINESE_STOPS: [char; 7] = ['，', '。', '；', '：', '、', '）', '”'];

/// What typst reads to set an edition.
pub struct Sources {
    /// Where it starts.
    pub main: &'static str,
    /// Its own sources, by path.
    pub texts: Vec<(String, String)>,
    /// The images that pages show, by their paths below the source folder.
    pub images: BTreeSet<String>,
}

/// All sources of an edition.
pub fn sources(edition: &Edition, book: &Manuscript, families: &Families) -> Sources {
    let mut out = common(edition, families);
    let tops: BTreeMap<&str, String> = book
        .chapters()
        .filter_map(|c| Some((c.path.as_str(), key(&c.path, &c.heading()?.id))))
        .collect();
    let mut main = String::from("#import \"/template.typ\": *\n#show: book\n");
    for item in &book.items {
        match item {
            Item::Part(title) => main.push_str(&format!("#part({})\n", literal(title))),
            Item::Chapter(chapter) => {
                let path = format!("{PAGES}{}.typ", chapter.path);
                main.push_str(&format!("#include {}\n", literal(&format!("/{path}"))));
                out.push((path, Writer::new(chapter, &tops).page()));
            }
        }
    }
    out.push((MAIN.into(), main));
    Sources { main: MAIN, texts: out, images: book.images() }
}

/// The sources of the cover alone.
pub fn cover(edition: &Edition, families: &Families) -> Sources {
    let mut texts = common(edition, families);
    texts.push((COVER.into(), "#import \"/template.typ\": *\n#show: cover-alone\n".into()));
    Sources { main: COVER, texts, images: BTreeSet::new() }
}

/// What every edition has.
fn common(edition: &Edition, families: &Families) -> Vec<(String, String)> {
    [
        ("template.typ", include_str!("template.typ").to_string()),
        ("rust.sublime-syntax", include_str!("rust.sublime-syntax").to_string()),
        ("console.sublime-syntax", include_str!("console.sublime-syntax").to_string()),
        ("quiet.tmTheme", include_str!("quiet.tmTheme").to_string()),
        ("edition.typ", facts(edition, families)),
    ]
    .map(|(path, text)| (path.to_string(), text))
    .into()
}

/// What the template needs to know of the edition.
fn facts(edition: &Edition, families: &Families) -> String {
    let words = Words::of(edition.lang);
    let list = |items: &[String]| items.iter().map(|i| literal(i) + ",").collect::<String>();
    // In Chinese typst itself sets space around a number, and does not stretch it as it does a space.
    let tight = |pair: [&'static str; 2]| match edition.lang {
        Lang::En => pair,
        Lang::Zh => pair.map(str::trim),
    };
    let pair = |[before, after]: [&str; 2]| format!("({}, {})", literal(before), literal(after));
    format!(
        "#let edition = (lang: {}, title: {}, subtitle: {}, authors: ({}), version: {})\n\
         #let fonts = (serif: ({}), sans: ({}), mono: ({}))\n\
         #let words = (contents: {}, version: {}, chapter: {}, page: {}, note: {}, tip: {}, \
         important: {}, warning: {}, caution: {})\n",
        literal(edition.lang.tag()),
        literal(edition.title),
        literal(edition.subtitle),
        list(edition.authors),
        literal(edition.version),
        list(&families.serif),
        list(&families.sans),
        list(&families.mono),
        literal(words.contents),
        literal(words.version),
        pair(tight(words.chapter)),
        pair(tight(words.page)),
        literal(words.note),
        literal(words.tip),
        literal(words.important),
        literal(words.warning),
        literal(words.caution),
    )
}

/// A string literal of typst.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The label of a place in the book.
fn key(path: &str, id: &str) -> String {
    format!("{path}#{id}")
}

struct Writer<'a> {
    chapter: &'a Chapter,
    tops: &'a BTreeMap<&'a str, String>,
    out: String,
    /// What ends each frame that is open.
    ends: Vec<&'static str>,
    noted: BTreeSet<&'a str>,
    /// Whether code stands in half of the width.
    narrow: Vec<bool>,
    /// How many boxes are open, in which a line has less room.
    boxes: usize,
    /// Whether each side that is still to come does, the next one last.
    sides: Vec<bool>,
}

impl<'a> Writer<'a> {
    fn new(chapter: &'a Chapter, tops: &'a BTreeMap<&'a str, String>) -> Self {
        let out = String::from("#import \"/template.typ\": *\n");
        Writer {
            chapter,
            tops,
            out,
            ends: Vec::new(),
            noted: BTreeSet::new(),
            narrow: Vec::new(),
            boxes: 0,
            sides: Vec::new(),
        }
    }

    fn page(mut self) -> String {
        let pieces = &self.chapter.pieces;
        if self.chapter.small {
            // Its heading goes over both columns.
            let body =
                pieces.iter().position(|p| matches!(p, Piece::Heading(_))).map_or(0, |n| n + 1);
            self.narrow.push(true);
            self.pieces(&pieces[..body]);
            self.put("\n#small-print[\n");
            self.pieces(&pieces[body..]);
            self.put("]\n");
        } else {
            let is_answers = |p: &Piece| matches!(p, Piece::Heading(h) if h.id == ANSWERS);
            let end = pieces.iter().position(is_answers).unwrap_or(pieces.len());
            self.pieces(&pieces[..end]);
            if let [heading, answers @ ..] = &pieces[end..] {
                self.piece(heading, answers);
                self.put("\n#answers[\n");
                self.pieces(answers);
                self.put("]\n");
            }
        }
        self.out
    }

    fn pieces(&mut self, pieces: &'a [Piece]) {
        for (at, piece) in pieces.iter().enumerate() {
            self.piece(piece, &pieces[at + 1..]);
        }
    }

    fn piece(&mut self, piece: &'a Piece, rest: &[Piece]) {
        match piece {
            Piece::Text(text) => self.put(&format!("#{}", literal(text))),
            Piece::Code(text) => self.put(&format!("#raw({})", literal(text))),
            Piece::Space => self.put("\n"),
            Piece::Break => self.put("#linebreak()"),
            Piece::Rule => self.put("\n#divider()\n"),
            Piece::Task(done) => self.put(&format!("#task({done})")),
            Piece::Anchor(id) => self.put(&format!("#anchor({})", self.here(id))),
            Piece::Note(name) => self.note(name),
            Piece::Heading(heading) => self.heading(heading),
            Piece::Listing(listing) => self.listing(listing),
            Piece::Figure(figure) => self.figure(figure),
            Piece::Picture(picture) => {
                let function = if picture.alone { "\n#picture" } else { "#small-picture" };
                let path = literal(&format!("/{IMAGES}{}", picture.path));
                let (alt, title) = (literal(&picture.alt), literal(&picture.title));
                self.put(&format!("{function}(image({path}, alt: {alt}), {title})"));
            }
            Piece::Open(frame) => {
                let (start, end) = self.frame(frame, rest);
                self.put(&start);
                self.ends.push(end);
                self.boxes += usize::from(end == BOX_END);
                match frame {
                    Frame::Sides => self.sides = fit_beside(rest).into_iter().rev().collect(),
                    Frame::Side => self.narrow.push(self.sides.pop().unwrap_or_default()),
                    Frame::Program => self.narrow.push(self.chapter.small),
                    _ => {}
                }
            }
            Piece::Close => {
                let end = self.ends.pop().unwrap_or_default();
                if matches!(end, SIDE_END | PROGRAM_END) {
                    self.narrow.pop();
                }
                self.boxes -= usize::from(end == BOX_END);
                self.put(end);
            }
        }
    }

    /// What begins and what ends a frame.
    fn frame(&self, frame: &Frame, rest: &[Piece]) -> (String, &'static str) {
        let block = |start: &str| (format!("\n#{start}[\n"), "]\n");
        let boxed = |start: &str| (format!("\n#{start}[\n"), BOX_END);
        let inline = |start: &str| (format!("#{start}["), "]");
        match frame {
            Frame::Paragraph => ("\n".into(), "\n\n"),
            Frame::Label => block("label-line"),
            Frame::Quote(None) => boxed("quotation"),
            Frame::Quote(Some(kind)) => boxed(&format!("admonition({})", literal(kind.name()))),
            Frame::List { start: Some(first), tight } => {
                (format!("\n#enum(start: {first}, tight: {tight},"), ")\n")
            }
            Frame::List { start: None, tight } => (format!("\n#list(tight: {tight},"), ")\n"),
            Frame::Terms => ("\n".into(), "\n\n"),
            Frame::Term => block("term"),
            Frame::Meaning => block("meaning"),
            Frame::Table(columns) => {
                let columns: String = columns.iter().map(|c| alignment(*c)).collect();
                (format!("\n#sheet(({columns}),"), ")\n")
            }
            Frame::Head => ("table.header(".into(), "),"),
            Frame::Line => (String::new(), ""),
            Frame::Cell | Frame::Entry => ("[".into(), "],"),
            Frame::Inline(Inline::Emphasis) => inline("emph"),
            Frame::Inline(Inline::Strong) => inline("strong"),
            Frame::Inline(Inline::Strike) => inline("strike"),
            Frame::Inline(Inline::Key) => inline("key"),
            Frame::Inline(Inline::Code) => inline("code-words"),
            Frame::Inline(Inline::Superscript) => inline("super"),
            Frame::Inline(Inline::Subscript) => inline("sub"),
            Frame::Link(Target::Page { path, fragment }) => {
                let key = match fragment {
                    Some(id) => key(path, id),
                    None => self.tops.get(path.as_str()).cloned().unwrap_or_default(),
                };
                let (_, after) = until_closed(rest);
                let stop =
                    matches!(after.first(), Some(Piece::Text(t)) if t.starts_with(CHINESE_STOPS));
                inline(&format!("see({}, {stop})", literal(&key)))
            }
            Frame::Link(Target::Web(url) | Target::Written(url)) => {
                inline(&format!("link({})", literal(url)))
            }
            Frame::Verdict(verdict) => boxed(&format!("verdict({})", literal(verdict.name()))),
            Frame::Box => boxed("boxed"),
            Frame::Program => ("\n#program[\n".into(), PROGRAM_END),
            Frame::Sides => ("\n#sides(".into(), ")\n"),
            Frame::Side => {
                let fits = self.sides.last().copied().unwrap_or_default();
                (format!("({fits}, [\n"), SIDE_END)
            }
            Frame::Run => block("run"),
            Frame::Answer => block("answer"),
            Frame::Details => boxed("details"),
            Frame::Summary => block("summary"),
        }
    }

    fn listing(&mut self, listing: &Listing) {
        let narrow = self.narrow.last().copied().unwrap_or_default();
        let language = literal(&listing.language);
        let text = columns::with_marks(listing);
        let half = if self.boxes > 0 { columns::NARROW_IN_BOX } else { columns::NARROW };
        match columns::rows(&listing.language, &text, half).filter(|_| !narrow) {
            None => {
                let limit = if narrow { half } else { columns::WIDE };
                let text = literal(&columns::folded(&text, limit));
                self.put(&format!("\n#code({language}, {text}, narrow: {narrow})\n"));
            }
            Some(rows) => {
                self.put(&format!("\n#code-rows({language},"));
                for [left, right] in rows {
                    self.put(&format!("({}, {}),", literal(&left), literal(&right)));
                }
                self.put(")\n");
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading) {
        let chapter = self.chapter;
        let own = heading.level == 1;
        let rank = match (chapter.depth, heading.level) {
            (0, 1) => "chapter",
            (_, 1) => "subchapter",
            (depth, level) => match depth + usize::from(level) {
                2 => "section",
                3 => "subsection",
                _ => "paragraph",
            },
        };
        let level = usize::from(chapter.in_part) + chapter.depth + usize::from(heading.level);
        let number = match &chapter.number {
            Some(number) if own => literal(number),
            _ => "none".into(),
        };
        let key = self.here(&heading.id);
        self.put(&format!("\n#title({}, {level}, {number}, {key})[", literal(rank)));
        self.pieces(&heading.body);
        self.put("]\n");
    }

    fn figure(&mut self, figure: &'a Figure) {
        let id = figure.id.as_ref().map_or("none".into(), |id| self.here(id));
        let (svg, alt) = (literal(&figure.svg), literal(&figure.alt));
        // The image is made here and not in the template, so that typst's errors name this page.
        let image = format!("image(bytes({svg}), format: \"svg\", alt: {alt})");
        self.put(&format!("\n#drawing({id}, {image})["));
        self.pieces(&figure.caption);
        self.put("]\n");
    }

    /// The note's text stands where it is first referred to; later references repeat its number.
    fn note(&mut self, name: &'a str) {
        let key = literal(&key(&self.chapter.path, &format!("fn:{name}")));
        match self.chapter.notes.get(name) {
            Some(text) if self.noted.insert(name) => {
                // Its first paragraph stands beside its number.
                let (first, rest) = first_paragraph(text);
                self.put(&format!("#note({key})["));
                self.pieces(first);
                self.put("\n\n");
                self.pieces(rest);
                self.put("]");
            }
            _ => self.put(&format!("#note-again({key})")),
        }
    }

    fn here(&self, id: &str) -> String {
        literal(&key(&self.chapter.path, id))
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

/// Which sides of this frame fit into half of the width. One alone would leave the other half empty:
/// then none does. Two of very different length would leave half of a page empty, and cannot be
/// compared line by line anyway: each then has two columns of its own.
fn fit_beside(rest: &[Piece]) -> Vec<bool> {
    let (sides, _) = until_closed(rest);
    let code = sides.iter().filter_map(|piece| match piece {
        Piece::Listing(listing) => Some(listing.text.as_str()),
        _ => None,
    });
    let code: Vec<&str> = code.collect();
    let lines = |code: &&str| code.lines().count();
    let most = code.iter().map(lines).max().unwrap_or_default();
    let least = code.iter().map(lines).min().unwrap_or_default();
    if most > 32 && most * 5 > least * 7 {
        return vec![false; code.len()];
    }
    let fits: Vec<bool> = code.into_iter().map(columns::fits).collect();
    match fits.iter().filter(|fits| **fits).count() {
        0 | 1 => vec![false; fits.len()],
        _ => fits,
    }
}

/// What stands in the paragraph that begins a text, and what follows it.
fn first_paragraph(text: &[Piece]) -> (&[Piece], &[Piece]) {
    match text {
        [Piece::Open(Frame::Paragraph), rest @ ..] => until_closed(rest),
        _ => (&[], text),
    }
}

/// What stands before the frame that is already open closes, and what follows it.
fn until_closed(pieces: &[Piece]) -> (&[Piece], &[Piece]) {
    let mut depth = 1;
    let end = pieces.iter().position(|piece| {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    match end {
        Some(end) => (&pieces[..end], &pieces[end + 1..]),
        None => (pieces, &[]),
    }
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "start,",
        Alignment::Left => "left,",
        Alignment::Center => "center,",
        Alignment::Right => "right,",
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn nothing_escapes_a_literal() {
        assert_eq!(literal("a \"b\" \\ #c\nd\r"), r##""a \"b\" \\ #c\nd""##);
    }
}
