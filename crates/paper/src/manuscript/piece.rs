//! What a chapter is made of, after Markdown and HTML have been read.

use super::Target;
use crate::lang::Words;
use mdbook_markdown::pulldown_cmark::Alignment;
use std::ops::Range;

/// One step of a chapter's text. Opening and closing pieces are balanced.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// Code within a sentence.
    Code(String),
    /// A line's end in the source: a space in print.
    Space,
    /// A line's end that the writer asked for.
    Break,
    /// A rule across the page.
    Rule,
    /// The box of a task list's entry, ticked or not.
    Task(bool),
    /// A place that links may lead to.
    Anchor(String),
    /// The mark of a footnote, by the name of its text.
    Note(String),
    /// A heading.
    Heading(Heading),
    /// A block of code.
    Listing(Listing),
    /// A drawing with its caption.
    Figure(Figure),
    /// An image file.
    Picture(Picture),
    /// Something begins.
    Open(Frame),
    /// The frame opened last ends.
    Close,
}

/// What can hold other pieces.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// A paragraph.
    Paragraph,
    /// A paragraph that names the code block after it, and stays on its page.
    Label,
    /// A quotation, or GitHub's kind of admonition.
    Quote(Option<Admonition>),
    /// A list: its first number if it is numbered, and whether its entries are paragraphs.
    List {
        /// Where the numbers begin.
        start: Option<u64>,
        /// Whether there is no space between the entries.
        tight: bool,
    },
    /// An entry of a list.
    Entry,
    /// A list of terms.
    Terms,
    /// A term.
    Term,
    /// What the term means.
    Meaning,
    /// A table with the alignment of its columns.
    Table(Vec<Alignment>),
    /// The head of a table.
    Head,
    /// Another row of a table.
    Line,
    /// A cell of a table.
    Cell,
    /// Within a sentence.
    Inline(Inline),
    /// A link.
    Link(Target),
    /// The box that states a claim's verdict.
    Verdict(Verdict),
    /// What a chapter sets apart, below a title in bold: what to keep, what one meets at work.
    Box,
    /// A program with its variants and what they print.
    Program,
    /// Sides of a program, or what they print: beside each other where there is room.
    Sides,
    /// One of them.
    Side,
    /// How to run a program.
    Run,
    /// The title of an answer, which stands on the page on which the answer begins.
    Answer,
    /// What the site shows on demand, and print shows at once.
    Details,
    /// The title of [`Frame::Details`].
    Summary,
}

/// Marks within a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// *Emphasis*.
    Emphasis,
    /// **Strong emphasis**.
    Strong,
    /// Struck out.
    Strike,
    /// A key of the keyboard.
    Key,
    /// Code, written as a tag.
    Code,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

/// GitHub's five kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admonition {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// What came of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    Partly,
    Outdated,
    Wrong,
    Open,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Its language, which may be empty.
    pub language: String,
    /// Its text.
    pub text: String,
    /// The lines that the chapter speaks of, counted from 0, if not of all: the others are quieter.
    pub focus: Option<Range<usize>>,
    /// Whether some of its lines are left out.
    pub in_part: bool,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 for the chapter's own.
    pub level: u8,
    /// What links name.
    pub id: String,
    /// Its words.
    pub body: Vec<Piece>,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What links name, if any may.
    pub id: Option<String>,
    /// The drawing's source, from `<svg` to `</svg>`.
    pub svg: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The words below; may be empty.
    pub caption: Vec<Piece>,
}

/// An image file that a page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The file below the source folder.
    pub path: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The words below; may be empty.
    pub title: String,
    /// Whether it stands alone, not in a sentence.
    pub alone: bool,
}

impl Listing {
    /// Whether this line is quieter than those that the chapter speaks of.
    pub fn is_quiet(&self, line: usize) -> bool {
        self.focus.as_ref().is_some_and(|focus| !focus.contains(&line))
    }
}

impl Verdict {
    /// The name in `class="verdict verdict-…"`.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Partly => "partly",
            Verdict::Outdated => "outdated",
            Verdict::Wrong => "wrong",
            Verdict::Open => "open",
        }
    }
}

impl Admonition {
    /// The name for a style to go by.
    pub const fn name(self) -> &'static str {
        match self {
            Admonition::Note => "note",
            Admonition::Tip => "tip",
            Admonition::Important => "important",
            Admonition::Warning => "warning",
            Admonition::Caution => "caution",
        }
    }

    /// What the reader sees.
    pub const fn word(self, lang: crate::Lang) -> &'static str {
        let words = Words::of(lang);
        match self {
            Admonition::Note => words.note,
            Admonition::Tip => words.tip,
            Admonition::Important => words.important,
            Admonition::Warning => words.warning,
            Admonition::Caution => words.caution,
        }
    }
}

/// The words alone, for outlines and descriptions.
pub fn plain_text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Code(text) => out.push_str(text),
            Piece::Space | Piece::Break => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_string()
}
