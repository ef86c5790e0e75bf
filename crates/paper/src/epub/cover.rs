//! The cover: a page of text for readers, a drawing for the shelves of their programs.

use super::{document, escape};
use crate::Edition;
use crate::lang::Words;
use crate::manuscript::is_wide;
use std::fmt::Write as _;

/// Three tasks that take turns, as (start, length) on a line of 40; the PDF's cover has them too.
const TURNS: [(&str, [(u32, u32); 3]); 3] = [
    ("#7a3412", [(0, 5), (13, 3), (26, 6)]),
    ("#1d4e89", [(5, 4), (16, 6), (32, 3)]),
    ("#4f6b57", [(9, 4), (22, 4), (35, 5)]),
];

/// The cover as a page.
pub fn page(edition: &Edition) -> String {
    let mut body = format!(
        "<section class=\"cover\" epub:type=\"cover\">\n<h1>{}</h1>\n",
        escape(edition.title)
    );
    if !edition.subtitle.is_empty() {
        let _ = writeln!(body, "<p class=\"subtitle\">{}</p>", escape(edition.subtitle));
    }
    if !edition.authors.is_empty() {
        let _ = writeln!(body, "<p class=\"authors\">{}</p>", escape(&edition.authors.join(", ")));
    }
    let version = format!("{} {}", Words::of(edition.lang).version, edition.version);
    let _ = writeln!(body, "<p class=\"version\">{}</p>\n</section>", escape(&version));
    document(edition, edition.title, "frontmatter", &body)
}

/// The cover as a drawing.
pub fn image(edition: &Edition) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 850\" width=\"600\" height=\"850\" \
         font-family=\"serif\" fill=\"#1c2330\">\n<path d=\"M0 0H600V850H0Z\" fill=\"#fdfcfa\"/>\n",
    );
    let mut y = 200;
    for line in lines(edition.title, 18) {
        let _ = writeln!(
            out,
            "<text x=\"60\" y=\"{y}\" font-size=\"52\" font-weight=\"bold\">{}</text>",
            escape(&line)
        );
        y += 64;
    }
    for line in lines(edition.subtitle, 40) {
        let _ = writeln!(
            out,
            "<text x=\"60\" y=\"{y}\" font-size=\"24\" fill=\"#56606e\">{}</text>",
            escape(&line)
        );
        y += 34;
    }
    for (row, (colour, runs)) in TURNS.iter().enumerate() {
        let top = y + 60 + row as i32 * 36;
        let _ = writeln!(out, "<path d=\"M60 {0}H540\" stroke=\"#c9cfd8\"/>", top + 8);
        for (start, length) in runs {
            let (x, width) = (60 + start * 12, length * 12);
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"16\" rx=\"2\" fill=\"{colour}\"/>"
            );
        }
    }
    let authors = escape(&edition.authors.join(", "));
    let _ = writeln!(out, "<text x=\"60\" y=\"780\" font-size=\"24\">{authors}</text>\n</svg>");
    out
}

/// Breaks a title into lines of at most so many columns; Chinese takes two a character.
fn lines(text: &str, columns: usize) -> Vec<String> {
    let wide = |text: &str| text.chars().map(|c| 1 + usize::from(is_wide(c))).sum::<usize>();
    let mut out: Vec<String> = Vec::new();
    let mut words = Vec::new();
    for word in text.split_inclusive(' ') {
        // A line of Chinese may break anywhere.
        match word.chars().any(is_wide) {
            true => words.extend(word.chars().map(String::from)),
            false => words.push(word.to_string()),
        }
    }
    for word in words {
        match out.last_mut() {
            Some(line) if wide(line) + wide(word.trim_end()) <= columns => line.push_str(&word),
            _ => out.push(word),
        }
    }
    out.iter().map(|line| line.trim().to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn titles_break_between_words_or_characters() {
        assert_eq!(lines("Taking Turns, a Sample", 12), ["Taking", "Turns, a", "Sample"]);
        assert_eq!(lines("轮流协程", 4), ["轮流", "协程"]);
        assert!(lines("", 10).is_empty());
    }
}
