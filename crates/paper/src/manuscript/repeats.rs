//! A program that repeats an earlier one of its chapter shows only what it has not from there: the
//! rest is one line that names it, and the label leads to where it stands.
//!
//! What repeats is computed from the programs as they are set, paragraph by paragraph. A paragraph
//! that has changed is set whole, and of what is around it the head stays.

use super::piece::{Frame, Listing, Piece};
use super::{Chapter, Target};
use crate::lang::Words;
use catalog::Lang;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::ops::Range;

/// Fewer repeated lines than this are not worth a reader's turning back.
const FEW: usize = 9;

/// How many characters the line that stands for others may have.
const LONGEST: usize = 56;

/// Shortens the programs of a chapter.
pub fn fold(chapter: &mut Chapter, lang: Lang) {
    let mut program: Option<String> = None;
    // What has been set so far, whole: the listing, its language and its text.
    let mut earlier: Vec<(String, String, String)> = Vec::new();
    let mut changes = Vec::new();
    for (at, piece) in chapter.pieces.iter().enumerate() {
        match piece {
            Piece::Anchor(id)
                if chapter.pieces[..at].last() == Some(&Piece::Open(Frame::Program)) =>
            {
                program = id.strip_prefix("listing-").map(str::to_string);
            }
            // What is left out cannot be led to, nor left out again.
            Piece::Listing(listing) if listing.in_part => {}
            Piece::Listing(Listing { language, text, .. })
                if matches!(language.as_str(), "rust" | "python") =>
            {
                let candidates = earlier.iter().filter(|(_, l, _)| l == language).rev();
                let best = candidates
                    .filter_map(|(base, _, base_text)| {
                        let (short, saved) = without(text, base_text, language);
                        (saved >= FEW.max(text.lines().count() / 4)).then_some((saved, base, short))
                    })
                    // The last one of those that save as much is the nearest.
                    .fold(None, |best: Option<(usize, &String, String)>, next| match best {
                        Some(best) if best.0 >= next.0 => Some(best),
                        _ => Some(next),
                    });
                if let Some((_, base, short)) = best {
                    changes.push((at, base.clone(), short));
                }
                // What has no place to lead to can be shortened, and cannot be led to.
                if let Some(name) = &program {
                    earlier.push((name.clone(), language.clone(), text.clone()));
                }
            }
            Piece::Listing(..) | Piece::Heading(_) => program = None,
            _ => {}
        }
    }
    let words = Words::of(lang);
    for (at, base, short) in changes.into_iter().rev() {
        if let Piece::Listing(listing) = &mut chapter.pieces[at] {
            listing.text = short;
            // Its lines were those of the whole.
            listing.focus = None;
        }
        let [before, after] = words.as_in;
        let target =
            Target::Page { path: chapter.path.clone(), fragment: Some(format!("listing-{base}")) };
        let mut note = vec![
            Piece::Text(before.to_string()),
            Piece::Open(Frame::Link(target)),
            Piece::Code(base),
            Piece::Close,
            Piece::Text(after.to_string()),
        ];
        // Within the label, which ends right before its code; else as a line of its own.
        if is_labelled(&chapter.pieces[..at]) {
            note.insert(0, Piece::Text(words.apart.to_string()));
            chapter.pieces.splice(at - 1..at - 1, note);
        } else {
            note.insert(0, Piece::Open(Frame::Run));
            note.push(Piece::Close);
            chapter.pieces.splice(at..at, note);
        }
    }
}

/// Whether a label ends here.
fn is_labelled(pieces: &[Piece]) -> bool {
    let opens = |piece: &Piece| matches!(piece, Piece::Open(_));
    let mut depth = 0;
    let start = pieces.iter().rposition(|piece| {
        depth += i32::from(*piece == Piece::Close) - i32::from(opens(piece));
        depth <= 0
    });
    start.is_some_and(|start| pieces[start] == Piece::Open(Frame::Label))
}

/// The text without the runs of lines that the other has, and how many lines that saves.
fn without(text: &str, other: &str, language: &str) -> (String, usize) {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    for run in same(other, text) {
        out.extend(lines[at..run.start].iter().map(|line| line.to_string()));
        let head = head(&lines, run.clone());
        let folded = lines[run.start..head.unwrap_or(run.end)].to_vec();
        put(&mut out, &folded, language);
        if let Some(head) = head {
            out.push(lines[head].to_string());
            put(&mut out, &lines[head + 1..run.end], language);
        }
        at = run.end;
    }
    out.extend(lines[at..].iter().map(|line| line.to_string()));
    let saved = lines.len().saturating_sub(out.len());
    (out.join("\n").trim_end().to_string(), saved)
}

/// Where the text has lines of the other, in its order. Paragraphs are compared, and not lines: else
/// what is left would begin and end in the middle of things.
fn same(other: &str, text: &str) -> Vec<Range<usize>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (other.lines().collect(), text.lines().collect());
    let (before, now) = (paragraphs(&old), paragraphs(&new));
    let of = |lines: &[&str], all: &[Range<usize>]| -> Vec<String> {
        all.iter().map(|one| lines[one.clone()].join("\n").trim_end().to_string()).collect()
    };
    let ops = capture_diff_slices(Algorithm::Patience, &of(&old, &before), &of(&new, &now));
    let equal = ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.new_range());
    equal.map(|run| now[run.start].start..now[run.end - 1].end).collect()
}

/// The paragraphs of a program, each with the blank lines below it.
fn paragraphs(lines: &[&str]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_blank = line.trim().is_empty();
        match all.last_mut() {
            Some(last) if is_blank || at > 0 && !lines[at - 1].trim().is_empty() => {
                last.end = at + 1
            }
            _ => all.push(at..at + 1),
        }
    }
    all
}

/// Lines, or the line that stands for them if they are more than three. An empty line at their edge
/// stays.
fn put(out: &mut Vec<String>, lines: &[&str], language: &str) {
    let blank = |line: &&&str| line.trim().is_empty();
    let before = lines.iter().take_while(blank).count();
    let after = lines[before..].iter().rev().take_while(blank).count();
    let folded = &lines[before..lines.len() - after];
    if folded.len() < 4 {
        out.extend(lines.iter().map(|line| line.to_string()));
        return;
    }
    out.extend(lines[..before.min(1)].iter().map(|line| line.to_string()));
    out.push(stand_in(folded, language));
    out.extend(std::iter::repeat_n(String::new(), after.min(1)));
}

/// Within lines that end in the middle of an item: where its first line is.
fn head(lines: &[&str], run: Range<usize>) -> Option<usize> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let next = lines[run.end..].iter().find(|line| !line.trim().is_empty() && !closes(line))?;
    let at = lines[run.clone()].iter().rposition(|line| {
        !line.trim().is_empty() && depth(line) < depth(next) && item(line).is_some()
    })?;
    Some(run.start + at)
}

/// Whether a line only ends what other lines began.
fn closes(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| "})];,?.".contains(c))
}

/// The comment that stands for lines: `// ⋯ struct Ticket, impl Wake for Ticket, fn wake`.
pub(super) fn stand_in(lines: &[&str], language: &str) -> String {
    let first = lines.first().copied().unwrap_or_default();
    let indent = &first[..first.len() - first.trim_start().len()];
    let mark = if language == "python" { "#" } else { "//" };
    let mut out = format!("{indent}{mark} ⋯");
    let mut names = lines.iter().filter_map(|line| item(line)).peekable();
    let mut separator = " ";
    while let Some(name) = names.next() {
        let more = if names.peek().is_some() { 3 } else { 0 };
        if out.chars().count() + separator.len() + name.chars().count() + more > LONGEST {
            out.push_str(", …");
            break;
        }
        out.push_str(separator);
        out.push_str(&name);
        separator = ", ";
    }
    out
}

/// The item that a line begins, if it does: `fn poll`, `impl Future for Task`, `class Loop`.
fn item(line: &str) -> Option<String> {
    let mut rest = line.trim_start();
    for word in ["pub ", "pub(crate) ", "pub(super) ", "async ", "unsafe ", "const "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    if let Some((_, after)) = rest.strip_prefix("impl<").and_then(|rest| rest.split_once("> ")) {
        let name = after.split('{').next().unwrap_or(after).trim();
        return Some(format!("impl {name}"));
    }
    let (kind, name) = rest.split_once(' ')?;
    let until = |ends: &[char]| name.split(ends).next().unwrap_or(name).trim();
    let name = match kind {
        "fn" | "struct" | "enum" | "trait" | "type" | "mod" | "def" | "class" => {
            until(&['(', '<', '{', ';', ':', ' '])
        }
        "impl" => until(&['{']),
        _ => return None,
    };
    (!name.is_empty()).then(|| format!("{kind} {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "use std::mem;\n\n/// A queue.\nstruct Queue {\n    ready: Vec<u32>,\n}\n\n\
        impl Queue {\n    fn push(&self) {\n        a();\n    }\n\n    fn pop(&self) {\n        b();\n    }\n}\n\n\
        fn main() {\n    one();\n}\n";

    #[test]
    fn what_repeats_is_one_line_that_names_it() {
        let second = FIRST.replace("one();", "two();").replace("std::mem", "std::rc");

        let (short, saved) = without(&second, FIRST, "rust");

        assert_eq!(
            short,
            "use std::rc;\n\n// ⋯ struct Queue, impl Queue, fn push, fn pop\n\nfn main() {\n    two();\n}"
        );
        assert_eq!(saved, 13);
    }

    #[test]
    fn what_has_changed_is_whole_and_its_head_stays() {
        let body = "        b();\n".repeat(8);
        let first = FIRST
            .replace("        a();\n", &"        a();\n".repeat(6))
            .replace("        b();\n", &body);
        let second = first.replacen(&body, &format!("{body}        c();\n"), 1);

        let (short, saved) = without(&second, &first, "rust");

        assert_eq!(
            short,
            format!(
                "// ⋯ struct Queue\n\nimpl Queue {{\n    // ⋯ fn push\n\n    fn pop(&self) {{\n{body}        c();\n    }}\n}}\n\n\
                 fn main() {{\n    one();\n}}"
            )
        );
        assert_eq!(saved, 12);
    }

    #[test]
    fn nothing_is_left_of_what_is_folded() {
        // The same brace stands in many places: no part of a function may stay for it.
        let second =
            FIRST.replace("fn main() {\n    one();\n}", "fn main() {\n    one();\n    two();\n}");
        let third =
            second.replace("        b();\n    }\n}", "        b();\n        c();\n    }\n}");

        let (short, _) = without(&third, &second, "rust");

        let opens = short.matches('{').count();
        assert_eq!(opens, short.matches('}').count(), "{short}");
    }

    #[test]
    fn where_everything_is_new_nothing_is_folded() {
        let (short, saved) = without("def a():\n    b()\n", FIRST, "python");

        assert_eq!((short.as_str(), saved), ("def a():\n    b()", 0));
    }

    #[test]
    fn items_have_names() {
        assert_eq!(item("    pub async fn poll<T>(self) {").as_deref(), Some("fn poll"));
        assert_eq!(
            item("impl<T> Future for Task<T> {").as_deref(),
            Some("impl Future for Task<T>")
        );
        assert_eq!(item("class Loop(Base):").as_deref(), Some("class Loop"));
        assert_eq!(item("    let fn_ = 1;"), None);
    }
}
