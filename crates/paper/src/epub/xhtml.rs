//! From a chapter of the manuscript to an XHTML page.

use super::{document, escape, file_of, image_file};
use crate::lang::Words;
use crate::manuscript::{
    Chapter, Figure, Frame, Heading, Inline, Listing, Picture, Piece, Target, plain_text,
};
use crate::{Edition, svg};
use mdbook_markdown::pulldown_cmark::Alignment;

/// A page.
pub struct Page {
    /// The file's text.
    pub text: String,
    /// Whether drawings stand in it, which the package has to say.
    pub has_svg: bool,
}

/// Writes one chapter, its footnotes below it.
pub fn page(edition: &Edition, chapter: &Chapter) -> Page {
    let mut writer = Writer {
        edition,
        chapter,
        out: String::new(),
        ends: Vec::new(),
        noted: Vec::new(),
        table: Vec::new(),
        column: 0,
        in_head: false,
        drawings: 0,
    };
    let kind = if chapter.depth == 0 { "chapter" } else { "subchapter" };
    writer.put(&format!("<section epub:type=\"{kind}\">\n"));
    writer.pieces(&chapter.pieces);
    writer.notes();
    writer.put("</section>\n");
    let title = chapter.heading().map(|h| plain_text(&h.body)).unwrap_or_default();
    let text = document(edition, &title, "bodymatter", &writer.out);
    Page { text, has_svg: writer.drawings > 0 }
}

struct Writer<'a> {
    edition: &'a Edition<'a>,
    chapter: &'a Chapter,
    out: String,
    /// What ends each frame that is open.
    ends: Vec<&'static str>,
    /// The footnotes in the order of their first reference: their numbers.
    noted: Vec<&'a str>,
    table: Vec<Alignment>,
    column: usize,
    in_head: bool,
    drawings: usize,
}

impl<'a> Writer<'a> {
    fn pieces(&mut self, pieces: &'a [Piece]) {
        pieces.iter().for_each(|piece| self.piece(piece));
    }

    fn piece(&mut self, piece: &'a Piece) {
        match piece {
            Piece::Text(text) => self.put(&escape(text)),
            Piece::Code(text) => self.put(&format!("<code>{}</code>", escape(text))),
            Piece::Space => self.put("\n"),
            Piece::Break => self.put("<br/>"),
            Piece::Rule => self.put("<hr/>\n"),
            Piece::Task(true) => self.put("<span class=\"task\">☑</span> "),
            Piece::Task(false) => self.put("<span class=\"task\">☐</span> "),
            Piece::Anchor(id) => self.put(&format!("<span id=\"{}\"></span>", escape(id))),
            Piece::Note(name) => self.note(name),
            Piece::Heading(heading) => self.heading(heading),
            Piece::Listing(listing) => self.listing(listing),
            Piece::Figure(figure) => self.figure(figure),
            Piece::Picture(picture) => self.picture(picture),
            Piece::Open(frame) => self.open(frame),
            Piece::Close => {
                let end = self.ends.pop().unwrap_or_default();
                self.in_head &= end != "</tr></thead>\n<tbody>\n";
                self.put(end);
            }
        }
    }

    fn open(&mut self, frame: &Frame) {
        let mut own = String::new();
        let (start, end) = match frame {
            Frame::Paragraph => ("<p>", "</p>\n"),
            Frame::Label => ("<p class=\"label\">", "</p>\n"),
            Frame::Quote(None) => ("<blockquote>\n", "</blockquote>\n"),
            Frame::Quote(Some(kind)) => {
                let word = escape(kind.word(self.edition.lang));
                own = format!(
                    "<aside class=\"admonition {}\">\n<p class=\"title\">{word}</p>\n",
                    kind.name()
                );
                ("", "</aside>\n")
            }
            Frame::List { start: Some(1), .. } => ("<ol>\n", "</ol>\n"),
            Frame::List { start: Some(first), .. } => {
                own = format!("<ol start=\"{first}\">\n");
                ("", "</ol>\n")
            }
            Frame::List { start: None, .. } => ("<ul>\n", "</ul>\n"),
            Frame::Entry => ("<li>", "</li>\n"),
            Frame::Terms => ("<dl>\n", "</dl>\n"),
            Frame::Term => ("<dt>", "</dt>\n"),
            Frame::Meaning => ("<dd>", "</dd>\n"),
            Frame::Table(columns) => {
                self.table.clone_from(columns);
                ("<div class=\"table\">\n<table>\n", "</tbody>\n</table>\n</div>\n")
            }
            Frame::Head => {
                (self.in_head, self.column) = (true, 0);
                ("<thead>\n<tr>", "</tr></thead>\n<tbody>\n")
            }
            Frame::Line => {
                self.column = 0;
                ("<tr>", "</tr>\n")
            }
            Frame::Cell => {
                let class = match self.table.get(self.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.column += 1;
                let (tag, end) =
                    if self.in_head { ("th scope=\"col\"", "</th>") } else { ("td", "</td>") };
                own = format!("<{tag}{class}>");
                ("", end)
            }
            Frame::Inline(Inline::Emphasis) => ("<em>", "</em>"),
            Frame::Inline(Inline::Strong) => ("<strong>", "</strong>"),
            Frame::Inline(Inline::Strike) => ("<del>", "</del>"),
            Frame::Inline(Inline::Key) => ("<kbd>", "</kbd>"),
            Frame::Inline(Inline::Code) => ("<code>", "</code>"),
            Frame::Inline(Inline::Superscript) => ("<sup>", "</sup>"),
            Frame::Inline(Inline::Subscript) => ("<sub>", "</sub>"),
            Frame::Link(target) => {
                own = format!("<a href=\"{}\">", escape(&href(target)));
                ("", "</a>")
            }
            Frame::Verdict(verdict) => {
                own = format!("<div class=\"verdict {}\">\n", verdict.name());
                ("", "</div>\n")
            }
            Frame::Box => ("<div class=\"box\">\n", "</div>\n"),
            Frame::Program => ("<div class=\"listing\">\n", "</div>\n"),
            Frame::Sides => ("", ""),
            Frame::Side => ("<div class=\"side\">\n", "</div>\n"),
            Frame::Run => ("<div class=\"run\">\n", "</div>\n"),
            Frame::Answer => ("<div class=\"answer\">\n", "</div>\n"),
            // Few e-readers can fold a text: it stands open, as in print.
            Frame::Details => ("<div class=\"details\">\n", "</div>\n"),
            Frame::Summary => ("<div class=\"summary\">", "</div>\n"),
        };
        self.put(&own);
        self.put(start);
        self.ends.push(end);
    }

    fn heading(&mut self, heading: &'a Heading) {
        let level = (usize::from(heading.level) + self.chapter.depth).min(6);
        self.put(&format!("<h{level} id=\"{}\">", escape(&heading.id)));
        if let (1, Some(number)) = (heading.level, &self.chapter.number) {
            let [before, after] = match self.chapter.depth {
                0 => Words::of(self.edition.lang).chapter,
                _ => ["", ""],
            };
            self.put(&format!("<span class=\"number\">{before}{number}{after}</span> "));
        }
        self.pieces(&heading.body);
        self.put(&format!("</h{level}>\n"));
    }

    /// Code is not coloured: many e-readers have none. The lines of a diff are told apart, and those
    /// that the chapter speaks of from the others.
    fn listing(&mut self, listing: &Listing) {
        let text = listing.text.as_str();
        let quiet = |(at, line): (usize, &str)| match listing.is_quiet(at) {
            true if !line.is_empty() => format!("<span class=\"quiet\">{}</span>", escape(line)),
            _ => escape(line),
        };
        let code = match (listing.language.as_str(), &listing.focus) {
            ("diff", _) => text.lines().map(changed).collect::<Vec<_>>().join("\n"),
            (_, Some(_)) => text.lines().enumerate().map(quiet).collect::<Vec<_>>().join("\n"),
            (_, None) => escape(text),
        };
        let class = match listing.language.as_str() {
            "" => String::new(),
            language => format!(" class=\"language-{}\"", escape(language)),
        };
        self.put(&format!("<pre><code{class}>{code}\n</code></pre>\n"));
    }

    fn figure(&mut self, figure: &'a Figure) {
        self.drawings += 1;
        let id = figure.id.as_ref().map(|id| format!(" id=\"{}\"", escape(id))).unwrap_or_default();
        // Two drawings on a page may both call something `arrow`.
        let svg = svg::with_prefix(&figure.svg, &format!("d{}-", self.drawings));
        let svg = svg::described(&svg, &escape(&figure.alt));
        self.put(&format!("<figure{id}>\n{svg}\n"));
        if !figure.caption.is_empty() {
            self.put("<figcaption>");
            self.pieces(&figure.caption);
            self.put("</figcaption>\n");
        }
        self.put("</figure>\n");
    }

    fn picture(&mut self, picture: &Picture) {
        let (file, alt) = (image_file(&picture.path), escape(&picture.alt));
        let image = format!("<img src=\"{file}\" alt=\"{alt}\"/>");
        match (picture.alone, picture.title.as_str()) {
            (false, _) => self.put(&image),
            (true, "") => self.put(&format!("<figure>{image}</figure>\n")),
            (true, title) => self.put(&format!(
                "<figure>{image}\n<figcaption>{}</figcaption></figure>\n",
                escape(title)
            )),
        }
    }

    fn note(&mut self, name: &'a str) {
        let known = self.noted.iter().position(|n| *n == name);
        let first = known.is_none();
        let number = known.unwrap_or_else(|| {
            self.noted.push(name);
            self.noted.len() - 1
        }) + 1;
        let id = if first { format!(" id=\"noteref.{number}\"") } else { String::new() };
        self.put(&format!(
            "<sup><a epub:type=\"noteref\" role=\"doc-noteref\" href=\"#note.{number}\"{id}>{number}</a></sup>"
        ));
    }

    /// The texts of the notes; one may refer to another, so the list can grow while it is written.
    fn notes(&mut self) {
        let mut written = 0;
        while let Some(name) = self.noted.get(written).copied() {
            written += 1;
            let Some(text) = self.chapter.notes.get(name) else { continue };
            self.put(&format!(
                "<aside id=\"note.{written}\" class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\">\n"
            ));
            self.pieces(text);
            let back = escape(Words::of(self.edition.lang).back);
            self.put(&format!(
                "<p class=\"back\"><a href=\"#noteref.{written}\" role=\"doc-backlink\" title=\"{back}\">{written} ↩</a></p>\n</aside>\n"
            ));
        }
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

fn href(target: &Target) -> String {
    match target {
        Target::Web(url) | Target::Written(url) => url.clone(),
        Target::Page { path, fragment: Some(id) } => format!("{}#{id}", file_of(path)),
        Target::Page { path, fragment: None } => file_of(path),
    }
}

fn changed(line: &str) -> String {
    let text = escape(line);
    match line.chars().next() {
        Some('+') => format!("<ins>{text}</ins>"),
        Some('-') => format!("<del>{text}</del>"),
        _ => text,
    }
}
