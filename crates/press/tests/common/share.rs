//! How much of each chapter's pages is text, code or drawings, read from the PDF as poppler sees it.
//!
//! A line has the height down to the next one. It is code if all of it is set in the small sizes of
//! the fixed-width font, a drawing's if it is black, which the book's own words never are.

use std::collections::HashMap;
use std::fmt;

/// What a chapter's pages are made of.
#[derive(Debug, Default)]
pub struct Share {
    /// As the outline has it.
    pub title: String,
    /// How many pages it has.
    pub pages: usize,
    /// The height of its lines of text, in no particular unit.
    pub text: f64,
    /// And of code.
    pub code: f64,
    /// And of the words in drawings.
    pub drawings: f64,
}

impl Share {
    /// Which part of what is printed is text.
    pub fn of_text(&self) -> f64 {
        self.text / (self.text + self.code + self.drawings)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = (self.text + self.code + self.drawings) / 100.0;
        let [text, code, drawings] = [self.text, self.code, self.drawings].map(|part| part / all);
        let (pages, title) = (self.pages, &self.title);
        write!(
            f,
            "{pages:4} pages: {text:3.0} % text, {code:3.0} % code, {drawings:3.0} % drawings: {title}"
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Code,
    Drawing,
}

/// The numbered chapters, from what `pdftohtml -xml` says of the whole book.
pub fn chapters(xml: &str) -> Vec<Share> {
    let mut fonts: HashMap<&str, Kind> = HashMap::new();
    let mut pages: Vec<Vec<(f64, f64, Kind)>> = Vec::new();
    // The outline: page, depth and title.
    let mut depth = 0;
    let mut openings: Vec<(usize, i32, String)> = Vec::new();
    for line in xml.lines() {
        let number = |name| attribute(line, name).and_then(|text| text.parse::<f64>().ok());
        depth += i32::from(line.contains("<outline>")) - i32::from(line.contains("</outline>"));
        if line.contains("<page number=") {
            pages.push(Vec::new());
        } else if let (true, Some(id)) = (line.contains("<fontspec"), attribute(line, "id")) {
            fonts.insert(id, kind_of_font(line, number("size").unwrap_or_default()));
        } else if let (Some(page), Some(top), Some(height), Some(font)) =
            (pages.last_mut(), number("top"), number("height"), attribute(line, "font"))
        {
            // Not the running head, and not the page's number.
            if (75.0..1190.0).contains(&top) {
                let kind = fonts.get(font).copied().unwrap_or(Kind::Text);
                page.push((top, top + height, kind));
            }
        } else if let (true, Some(page)) = (line.contains("<item page="), number("page")) {
            let title = line.split(['>', '<']).nth(2).unwrap_or_default();
            openings.push((page as usize, depth, title.to_string()));
        }
    }
    openings
        .iter()
        .enumerate()
        .filter(|(_, (_, _, title))| is_chapter(title))
        .map(|(at, (first, depth, title))| {
            let next = openings[at + 1..].iter().find(|(_, next, _)| next <= depth);
            let end = next.map_or(pages.len() + 1, |(page, _, _)| *page);
            let mut share = Share { title: title.clone(), pages: end - first, ..Share::default() };
            pages[first - 1..end - 1].iter().for_each(|page| add(page, &mut share));
            share
        })
        .collect()
}

fn kind_of_font(line: &str, size: f64) -> Kind {
    // Poppler's unit is two thirds of a point.
    match attribute(line, "family") {
        Some(family) if family.contains("Mono") && size <= 11.5 => Kind::Code,
        _ if attribute(line, "color") == Some("#000000") => Kind::Drawing,
        _ => Kind::Text,
    }
}

fn add(page: &[(f64, f64, Kind)], share: &mut Share) {
    let mut lines: Vec<(f64, f64, Kind)> = Vec::new();
    let mut pieces = page.to_vec();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (top, bottom, kind) in pieces {
        match lines.last_mut() {
            // Pieces of one line. One word that is not code makes it text.
            Some(line) if top - line.0 < 5.0 => {
                line.1 = line.1.max(bottom);
                if line.2 == Kind::Code {
                    line.2 = kind;
                }
            }
            _ => lines.push((top, bottom, kind)),
        }
    }
    for (at, (top, bottom, kind)) in lines.iter().enumerate() {
        let height = lines.get(at + 1).map_or(*bottom, |next| next.0) - top;
        match kind {
            Kind::Text => share.text += height,
            Kind::Code => share.code += height,
            Kind::Drawing => share.drawings += height,
        }
    }
}

/// `6 Who calls the coroutine back?`
fn is_chapter(title: &str) -> bool {
    title.split_once(' ').is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}
