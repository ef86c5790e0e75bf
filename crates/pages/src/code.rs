//! A program on the site: its lines with their numbers, and parts that open.
//!
//! The numbers stand beside the code and not in it, so that nobody copies them. A part that is
//! folded is a `<details>`, which needs no script.

use crate::beside::Row;
use crate::changes::Part;
use crate::lang::Words;
use catalog::Lang;

/// How long the names may be that stand for a folded part, in characters.
const NAMES: usize = 72;

/// What the site shows of a program.
#[derive(Debug)]
pub struct Program<'a> {
    /// Its language, as highlighters call it.
    pub language: &'a str,
    /// Its whole text.
    pub text: &'a str,
    /// Its parts, which make up the whole text, each in its rows. A program that stands beside no
    /// other has one.
    pub rows: Vec<Row>,
    /// Whether its lines have the numbers of a file.
    pub numbered: bool,
    /// Whether lines without a mark are to be quieter than those with one.
    pub focus: bool,
}

impl Program<'_> {
    /// The HTML, with Markdown's code blocks in it.
    pub fn html(&self, lang: Lang) -> String {
        let lines: Vec<&str> = self.text.lines().collect();
        // As wide as the last number, whichever part it is in.
        let digits = lines.len().to_string().len();
        let class = if self.focus { "program focus" } else { "program" };
        let mut out =
            format!("<div class=\"{class}\" tabindex=\"0\" style=\"--digits: {digits}\">\n\n");
        for row in &self.rows {
            let (from, to) = (row.rows.start + 1, row.rows.end + 1);
            out.push_str(&format!("<div class=\"row\" style=\"--row: {from} / {to}\">\n\n"));
            row.parts.iter().for_each(|part| out.push_str(&self.part(&lines, part, lang)));
            out.push_str("</div>\n\n");
        }
        out.push_str("</div>\n\n");
        out
    }

    fn part(&self, lines: &[&str], part: &Part, lang: Lang) -> String {
        let text = &lines[part.lines.clone()];
        let quiet = self.focus && part.marked.is_empty();
        let code = piece(self.language, text, part, quiet, self.numbered);
        match part.folded {
            true => format!(
                "<details class=\"same\">\n<summary>{}</summary>\n\n{code}</details>\n\n",
                summary(part, text, self.focus, lang)
            ),
            false => code,
        }
    }
}

/// Lines with their numbers.
///
/// mdBook takes blank lines from the edges of a block. So how many there are is an attribute, from
/// which a script that copies the program puts them back.
fn piece(language: &str, text: &[&str], part: &Part, quiet: bool, numbered: bool) -> String {
    let blank = |line: &&&str| line.trim().is_empty();
    let above = text.iter().take_while(blank).count();
    let below = text[above..].iter().rev().take_while(blank).count();
    let inside = above..text.len() - below;
    let class = if quiet && !part.folded { "code quiet" } else { "code" };
    let blanks = match (above, below) {
        (0, 0) => String::new(),
        (above, below) => format!(
            " data-above=\"{above}\" data-below=\"{below}\" style=\"--above: {above}; --below: {below}\""
        ),
    };
    if inside.is_empty() {
        return format!("<div class=\"{class}\"{blanks}></div>\n\n");
    }
    let numbers: String = inside
        .clone()
        .map(|i| {
            let line = part.lines.start + i;
            let tag = if part.marked.contains(&line) { "b" } else { "i" };
            let number = if numbered { (line + 1).to_string() } else { String::new() };
            format!("<{tag}>{number}</{tag}>")
        })
        .collect();
    format!(
        "<div class=\"{class}\"{blanks}>\n\
         <div class=\"numbers\" aria-hidden=\"true\" data-pagefind-ignore>{numbers}</div>\n\n\
         {}</div>\n\n",
        fenced(language, &text[inside].join("\n"))
    )
}

/// The line that stands for a folded part.
fn summary(part: &Part, text: &[&str], focus: bool, lang: Lang) -> String {
    let words = Words::of(lang);
    let lines = text.iter().filter(|line| !line.trim().is_empty()).count().to_string();
    let lead = if focus { words.more_lines } else { words.same_lines };
    let mut out = lead.replace("{}", &lines);
    let mut length = 0;
    for (i, name) in part.names.iter().enumerate() {
        length += name.chars().count() + 2;
        if length > NAMES && i > 0 {
            out.push_str(words.comma);
            out.push('…');
            break;
        }
        out.push_str(if i == 0 { words.colon } else { words.comma });
        let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        out.push_str(&format!("<code>{name}</code>"));
    }
    out
}

/// A code block whose fence is longer than any in the text.
pub(crate) fn fenced(language: &str, text: &str) -> String {
    let longest = text
        .lines()
        .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beside;
    use crate::changes;

    #[test]
    fn every_line_has_its_number_and_what_is_folded_says_what_it_is() {
        let old = "fn a() {\n    one();\n    two();\n}\n\nfn main() {\n    a();\n}\n";
        let new = old.replace("    a();\n", "    a();\n    a();\n");
        let parts = changes::since(old, &new);
        let rows = beside::alone(parts);
        let program = Program { language: "rust", text: &new, rows, numbered: true, focus: false };

        let html = program.html(Lang::En);

        assert!(html.contains("<summary>4 lines as before: <code>fn a</code></summary>"), "{html}");
        assert!(html.contains("<i>6</i><i>7</i><b>8</b><i>9</i></div>\n\n```rust\nfn main() {"));
        // The blank line between the functions belongs to the part that is folded.
        assert!(html.contains("<div class=\"code\" data-above=\"0\" data-below=\"1\""), "{html}");
    }

    #[test]
    fn names_are_escaped_and_cut() {
        let part = Part {
            lines: 0..1,
            folded: true,
            names: vec!["impl Future for Task<T>".into(), "fn poll".repeat(12)],
            marked: Vec::new(),
        };
        let said = summary(&part, &["x"], true, Lang::Zh);
        assert_eq!(said, "另外 1 行：<code>impl Future for Task&lt;T&gt;</code>、…");
    }

    #[test]
    fn a_fence_is_longer_than_any_inside() {
        assert!(fenced("text", "```\nx\n```").starts_with("````text\n"));
    }
}
