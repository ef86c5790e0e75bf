//! Finds what a program says in comments, and puts other words in their place.
//!
//! A program keeps its lines: folds, anchors, numbers and the lines of recorded runs count them. So a
//! paragraph of three lines is three lines in the other language, too.

use super::wrap::wrap;
use catalog::Side;

/// What a comment may be about besides the program: other tools read it.
const NOT_FOR_READERS: [&str; 6] = ["ANCHOR", "type:", "noqa", "fmt:", "mypy:", "ruff:"];

/// The language of a program, as far as its comments go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    Rust,
    Python,
}

impl Syntax {
    /// That of a side's programs.
    pub fn of(side: Side) -> Self {
        if side == Side::Python { Self::Python } else { Self::Rust }
    }
}

/// One paragraph of a comment.
#[derive(Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words, the lines joined by spaces.
    pub words: String,
    lines: Vec<Line>,
}

/// A line of a program with words in it, and what stands around them.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// Counted from 0.
    number: usize,
    before: String,
    after: String,
}

/// The paragraphs of all comments, in order. A docstring counts as one.
pub fn paragraphs(text: &str, syntax: Syntax) -> Vec<Paragraph> {
    let mut found = Paragraphs::default();
    let lines: Vec<&str> = text.lines().collect();
    for comment in comments(text, syntax) {
        match comment {
            Comment::Line { line, start } => found.line(line, lines[line], start),
            Comment::Doc { first, start, last, end } => {
                found.end();
                for (number, line) in lines.iter().enumerate().take(last + 1).skip(first) {
                    let from = if number == first { start } else { 0 };
                    let to = if number == last { end } else { line.len() };
                    found.doc(number, line, from, to);
                }
                found.end();
            }
        }
    }
    found.end();
    found.all
}

/// The program with other words in its comments. A paragraph for which there are none stays.
pub fn replaced(text: &str, syntax: Syntax, words: impl Fn(&str) -> Option<String>) -> String {
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    for paragraph in paragraphs(text, syntax) {
        let Some(new) = words(&paragraph.words) else { continue };
        let parts = wrap(&new, paragraph.lines.len());
        for (line, part) in paragraph.lines.iter().zip(parts) {
            let whole = format!("{}{part}{}", line.before, line.after);
            lines[line.number] = whole.trim_end().to_string();
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The program without the words of its comments: what another language must leave as it is.
pub fn code(text: &str, syntax: Syntax) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_string()).collect();
    for line in paragraphs(text, syntax).iter().flat_map(|paragraph| &paragraph.lines) {
        lines[line.number] = format!("{}{}", line.before, line.after).trim_end().to_string();
    }
    lines
}

/// Collects paragraphs.
#[derive(Default)]
struct Paragraphs {
    all: Vec<Paragraph>,
    open: Option<Paragraph>,
    /// Whether the open one may go on in the next line.
    whole_lines: bool,
    /// Whether the comment is in a block of code.
    in_code: bool,
}

impl Paragraphs {
    fn end(&mut self) {
        self.all.extend(self.open.take());
    }

    /// A comment up to the end of this line.
    fn line(&mut self, number: usize, line: &str, start: usize) {
        let marker: usize = ["///", "//!", "//", "#"]
            .iter()
            .find(|marker| line[start..].starts_with(**marker))
            .map_or(0, |marker| marker.len());
        let rest = &line[start + marker..];
        let at = start + marker + (rest.len() - rest.trim_start().len());
        let whole_line = line[..start].trim().is_empty();
        let follows = self.open.as_ref().and_then(|open| open.lines.last()).is_some_and(|last| {
            last.number + 1 == number
                && self.whole_lines
                && last.before.trim_end() == line[..start + marker].trim_end()
        });
        // A new text, not the next line of the last.
        if !(follows && whole_line) {
            self.end();
            self.in_code &= whole_line;
        }
        self.whole_lines = whole_line;
        if number == 0 && line.starts_with("#!") {
            return;
        }
        self.words(number, &line[..at], &line[at..], "");
    }

    /// A line of a docstring, or a part of one.
    fn doc(&mut self, number: usize, line: &str, from: usize, to: usize) {
        let inside = &line[from..to];
        let at = from + (inside.len() - inside.trim_start().len());
        let end = from + inside.trim_end().len();
        if at >= end {
            return self.end();
        }
        self.words(number, &line[..at], &line[at..end], &line[end..]);
    }

    fn words(&mut self, number: usize, before: &str, words: &str, after: &str) {
        let words = words.trim_end();
        if words.starts_with("```") {
            self.in_code = !self.in_code;
            return self.end();
        }
        let other_tools = NOT_FOR_READERS.iter().any(|start| words.starts_with(start));
        if self.in_code || words.is_empty() || other_tools {
            return self.end();
        }
        let begins = ["- ", "* ", "# "].iter().any(|start| words.starts_with(start));
        if begins {
            self.end();
        }
        let line = Line { number, before: before.into(), after: after.into() };
        let open =
            self.open.get_or_insert_with(|| Paragraph { words: String::new(), lines: Vec::new() });
        if !open.words.is_empty() {
            open.words.push(' ');
        }
        open.words.push_str(words);
        open.lines.push(line);
    }
}

/// Where words for readers stand, in bytes of their lines.
enum Comment {
    Line { line: usize, start: usize },
    Doc { first: usize, start: usize, last: usize, end: usize },
}

/// Goes through a program, past its strings and characters.
fn comments(text: &str, syntax: Syntax) -> Vec<Comment> {
    let mut found = Vec::new();
    let ends = text.match_indices('\n').map(|(end, _)| end + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let place = |at: usize| {
        let line = starts.partition_point(|start| *start <= at) - 1;
        (line, at - starts[line])
    };
    // What stood last outside of comments, and how many brackets are open.
    let (mut last, mut depth) = (None, 0_usize);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let past = match (syntax, c) {
            (Syntax::Rust, '/') if rest.starts_with("//") => None,
            (Syntax::Python, '#') => None,
            (Syntax::Rust, 'r') if !last.is_some_and(is_of_word) => Some(raw_string(rest)),
            (Syntax::Rust, '\'') => Some(character(rest)),
            (_, '"') | (Syntax::Python, '\'') => Some(string(rest, syntax)),
            _ => Some(c.len_utf8()),
        }
        .map(|length| at + length);
        let Some(next) = past else {
            let (line, start) = place(at);
            found.push(Comment::Line { line, start });
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        };
        let is_statement = depth == 0 && matches!(last, None | Some(':'));
        if syntax == Syntax::Python && is_statement && rest.starts_with("\"\"\"") {
            let (first, start) = place(at + 3);
            let (last, end) = place(next.saturating_sub(3).max(at + 3));
            found.push(Comment::Doc { first, start, last, end });
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !c.is_whitespace() {
            last = Some(c);
        }
        at = next;
    }
    found
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long the string is that begins here, quotes included.
fn string(rest: &str, syntax: Syntax) -> usize {
    let quote = &rest[..1];
    let triple = quote.repeat(3);
    let close = match syntax {
        Syntax::Python if rest.starts_with(&triple) => triple.as_str(),
        _ => quote,
    };
    let mut at = close.len();
    while at < rest.len() {
        if rest[at..].starts_with(close) {
            return at + close.len();
        }
        let mut chars = rest[at..].chars();
        let c = chars.next().unwrap_or('"');
        at += c.len_utf8();
        if c == '\\' {
            at += chars.next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// How long the raw string is that begins with this `r`, or the `r`, if none does.
fn raw_string(rest: &str) -> usize {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 1;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let inside = 2 + hashes;
    rest[inside..].find(&close).map_or(rest.len(), |end| inside + end + close.len())
}

/// How long the character is that begins with this `'`, or the `'`, if it is a lifetime's.
fn character(rest: &str) -> usize {
    let mut chars = rest[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), Some(escaped)) => {
            let from = 2 + escaped.len_utf8();
            rest[from..].find('\'').map_or(1, |end| from + end + 1)
        }
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, syntax: Syntax) -> Vec<String> {
        paragraphs(text, syntax).into_iter().map(|paragraph| paragraph.words).collect()
    }

    #[test]
    fn comments_of_rust_are_cut_into_paragraphs() {
        let text = "//! What it is\n//! for.\n//!\n//! More.\nuse std::env;\n\n// ANCHOR: run\n/// Runs.\nfn run<'a>() { // at the end\n    // Of its own.\n    let c = '\"'; // a quote\n    let url = \"http://example.org\"; let raw = r#\"// \"no\"#;\n    /// - one\n    /// - two\n    ///   goes on\n}\n";
        assert_eq!(
            words(text, Syntax::Rust),
            [
                "What it is for.",
                "More.",
                "Runs.",
                "at the end",
                "Of its own.",
                "a quote",
                "- one",
                "- two goes on"
            ]
        );
    }

    #[test]
    fn comments_of_python_have_docstrings_among_them() {
        let text = "#!/usr/bin/env python3\n\"\"\"What it is\nfor.\"\"\"\nimport os  # type: ignore\n\n\ndef run():\n    \"\"\"Runs.\n\n    More.\n    \"\"\"\n    # Why.\n    # It goes on.\n    text = \"\"\"\n    # no comment\n    \"\"\"\n    print(\"# none\", '#', text)  # but this\n";
        assert_eq!(
            words(text, Syntax::Python),
            ["What it is for.", "Runs.", "More.", "Why. It goes on.", "but this"]
        );
    }

    #[test]
    fn code_in_docs_is_left_as_it_is() {
        let text =
            "/// Like this:\n///\n/// ```\n/// run();\n/// ```\n/// And so on.\nfn run() {}\n";
        assert_eq!(words(text, Syntax::Rust), ["Like this:", "And so on."]);
    }

    #[test]
    fn other_words_keep_lines_and_code() {
        let text =
            "// One line of words,\n// and a second.\nfn run() {\n    wait(); // a while\n}\n";
        let new = replaced(text, Syntax::Rust, |words| match words {
            "One line of words, and a second." => Some("这里有一行字，还有第二行。".into()),
            "a while" => Some("等一会儿".into()),
            _ => None,
        });
        assert_eq!(
            new,
            "// 这里有一行字，\n// 还有第二行。\nfn run() {\n    wait(); // 等一会儿\n}\n"
        );
        assert_eq!(code(&new, Syntax::Rust), code(text, Syntax::Rust));
        let python = "def run():\n    \"\"\"Runs and\n    waits.\"\"\"\n";
        let new = replaced(python, Syntax::Python, |_| Some("先运行，再等待。".into()));
        assert_eq!(new, "def run():\n    \"\"\"先运行，\n    再等待。\"\"\"\n");
    }
}
