//! The contents: parts, chapters and their sections, nested, as EPUB's navigation document.

use super::package::identifier;
use super::{document, escape, file_of};
use crate::Edition;
use crate::lang::Words;
use crate::manuscript::{Chapter, Item, Manuscript, plain_text};
use std::fmt::Write as _;

/// A line of the contents.
struct Line {
    level: usize,
    /// Parts lead nowhere: they have no page.
    href: Option<String>,
    label: String,
}

/// The navigation document, which is also the page of contents.
pub fn page(edition: &Edition, manuscript: &Manuscript) -> String {
    let words = Words::of(edition.lang);
    let lines = lines(manuscript);
    let mut body = format!(
        "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>{}</h1>\n",
        escape(words.contents)
    );
    nest(&lines, &mut body);
    body.push_str("</nav>\n");
    let first = manuscript.chapters().next().map(|c| file_of(&c.path)).unwrap_or_default();
    let _ = write!(
        body,
        "<nav epub:type=\"landmarks\" hidden=\"hidden\" id=\"landmarks\">\n<h2>{}</h2>\n<ol>\n\
         <li><a epub:type=\"cover\" href=\"cover.xhtml\">{}</a></li>\n\
         <li><a epub:type=\"toc\" href=\"nav.xhtml#toc\">{}</a></li>\n\
         <li><a epub:type=\"bodymatter\" href=\"{first}\">{}</a></li>\n</ol>\n</nav>\n",
        escape(words.landmarks),
        escape(words.cover),
        escape(words.contents),
        escape(words.beginning),
    );
    document(edition, words.contents, "frontmatter", &body)
}

/// The same contents for EPUB 2. A part leads to its first chapter: a line that leads nowhere is not
/// allowed.
pub fn ncx(edition: &Edition, manuscript: &Manuscript) -> String {
    let mut lines = lines(manuscript);
    for at in 0..lines.len() {
        if lines[at].href.is_none() {
            lines[at].href = lines[at..].iter().find_map(|line| line.href.clone());
        }
    }
    let depth = lines.iter().map(|line| line.level + 1).max().unwrap_or(1);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n\
         <head>\n<meta name=\"dtb:uid\" content=\"{}\"/>\n\
         <meta name=\"dtb:depth\" content=\"{depth}\"/>\n</head>\n\
         <docTitle><text>{}</text></docTitle>\n<navMap>\n",
        edition.lang.tag(),
        identifier(edition),
        escape(edition.title),
    );
    let mut open: Vec<usize> = Vec::new();
    // Lines that lead to the same place have the same number.
    let mut order: Vec<&str> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        while open.last().is_some_and(|level| *level >= line.level) {
            open.pop();
            out.push_str("</navPoint>\n");
        }
        let href = line.href.as_deref().unwrap_or_default();
        let known = order.iter().position(|known| *known == href);
        let play = known.unwrap_or_else(|| {
            order.push(href);
            order.len() - 1
        }) + 1;
        let _ = writeln!(
            out,
            "<navPoint id=\"n{n}\" playOrder=\"{play}\"><navLabel><text>{}</text></navLabel>\
             <content src=\"{href}\"/>",
            escape(&line.label),
        );
        open.push(line.level);
    }
    out.push_str(&"</navPoint>\n".repeat(open.len()));
    out.push_str("</navMap>\n</ncx>\n");
    out
}

fn lines(manuscript: &Manuscript) -> Vec<Line> {
    manuscript
        .items
        .iter()
        .flat_map(|item| match item {
            Item::Part(title) => vec![Line { level: 0, href: None, label: title.clone() }],
            Item::Chapter(chapter) => chapter_lines(chapter),
        })
        .collect()
}

fn chapter_lines(chapter: &Chapter) -> Vec<Line> {
    let top = usize::from(chapter.in_part) + chapter.depth;
    let file = file_of(&chapter.path);
    chapter
        .headings()
        .filter(|heading| heading.level <= 2)
        .map(|heading| {
            let words = plain_text(&heading.body);
            let own = heading.level == 1;
            Line {
                level: top + usize::from(heading.level) - 1,
                href: Some(if own { file.clone() } else { format!("{file}#{}", heading.id) }),
                label: match &chapter.number {
                    Some(number) if own => format!("{number} {words}"),
                    _ => words,
                },
            }
        })
        .collect()
}

/// Lists within lists: a line belongs to the last one above it that is less deep.
fn nest(lines: &[Line], out: &mut String) {
    let Some(level) = lines.first().map(|line| line.level) else { return };
    out.push_str("<ol>\n");
    let mut rest = lines;
    while let Some((line, below)) = rest.split_first() {
        let end = below.iter().position(|l| l.level <= level).unwrap_or(below.len());
        let (children, after) = below.split_at(end);
        let label = escape(&line.label);
        match &line.href {
            Some(href) => {
                let _ = write!(out, "<li><a href=\"{href}\">{label}</a>");
            }
            None => {
                let _ = write!(out, "<li><span>{label}</span>");
            }
        }
        if !children.is_empty() {
            out.push('\n');
            nest(children, out);
        }
        out.push_str("</li>\n");
        rest = after;
    }
    out.push_str("</ol>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_nest_by_level() {
        let line = |level, href: Option<&str>, label: &str| Line {
            level,
            href: href.map(str::to_string),
            label: label.into(),
        };
        let lines = [line(0, None, "One"), line(1, Some("a"), "A"), line(0, Some("b"), "B")];
        let mut out = String::new();

        nest(&lines, &mut out);

        assert_eq!(
            out.replace('\n', ""),
            "<ol><li><span>One</span><ol><li><a href=\"a\">A</a></li></ol></li><li><a href=\"b\">B</a></li></ol>"
        );
    }
}
