//! A program of which the chapter speaks of some lines: what is far from them is left out.
//!
//! Which lines these are is said by the page, behind the code's language:
//! `rust,focus=12-20,fold=1-9+30-44`, counted from 1, both ends included.

use super::piece::Listing;
use super::repeats::stand_in;
use std::ops::Range;

/// The block of code of which a page says so much.
///
/// # Errors
/// Says what is wrong with the lines that are named.
pub fn listing(language: String, text: &str, info: &str) -> Result<Listing, String> {
    let mut focus = None;
    let mut folds = Vec::new();
    for word in info.split([',', ' ']) {
        match word.split_once('=') {
            Some(("focus", lines)) => focus = Some(spans(lines, text)?),
            Some(("fold", lines)) => folds = spans(lines, text)?,
            _ => {}
        }
    }
    let focus = match focus.as_deref() {
        None => None,
        Some([one]) => Some(one.clone()),
        Some(_) => return Err(format!("`{info}`: a focus is one run of lines")),
    };
    let in_part = !folds.is_empty();
    let (text, focus) = without(text, folds, focus, &language);
    Ok(Listing { language, text, focus, in_part })
}

/// `1-9+30-44` as lines counted from 0.
fn spans(words: &str, text: &str) -> Result<Vec<Range<usize>>, String> {
    let count = text.lines().count();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for word in words.split('+') {
        let ends: Option<(usize, usize)> =
            word.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match ends {
            // The page counts blank lines at the end, which a block of code has not.
            Some((first, last)) if 0 < first && first <= last && first <= count => {
                if spans.last().is_some_and(|span| first <= span.end) {
                    return Err(format!("`{words}`: the lines of code are not in order"));
                }
                spans.push(first - 1..last.min(count));
            }
            _ => return Err(format!("`{word}` names no lines of this code, which has {count}")),
        }
    }
    Ok(spans)
}

/// The text with a line in the place of each fold, and where its focus is then.
fn without(
    text: &str,
    folds: Vec<Range<usize>>,
    focus: Option<Range<usize>>,
    language: &str,
) -> (String, Option<Range<usize>>) {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut moved = focus.clone();
    let mut at = 0;
    for fold in folds {
        out.extend(lines[at..fold.start].iter().map(|line| line.to_string()));
        let blank = |line: &&&str| line.trim().is_empty();
        let folded = &lines[fold.clone()];
        let before = folded.iter().take_while(blank).count().min(1);
        let after = folded.iter().rev().take_while(blank).count().min(1);
        let full: Vec<&str> = folded.iter().filter(|line| !blank(line)).copied().collect();
        let shorter = out.len();
        out.extend(std::iter::repeat_n(String::new(), before));
        out.push(stand_in(&full, language));
        out.extend(std::iter::repeat_n(String::new(), after));
        let taken = fold.len() - (out.len() - shorter);
        if let (Some(moved), Some(focus)) = (&mut moved, &focus)
            && fold.end <= focus.start
        {
            (moved.start, moved.end) = (moved.start - taken, moved.end - taken);
        }
        at = fold.end;
    }
    out.extend(lines[at..].iter().map(|line| line.to_string()));
    (out.join("\n").trim_end().to_string(), moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "use a;\nuse b;\nuse c;\nuse d;\n\nfn run() {\n    here();\n}\n\nstruct A {\n    a: u8,\n}\n\nfn main() {\n    run();\n}";

    fn read(info: &str) -> Result<Listing, String> {
        listing("rust".into(), TEXT, info)
    }

    #[test]
    fn what_is_folded_is_a_line_and_the_focus_moves_with_its_lines() {
        let read = read("rust,focus=7-7,fold=1-5+9-17").unwrap();

        assert_eq!(read.text, "// ⋯\n\nfn run() {\n    here();\n}\n\n// ⋯ struct A, fn main");
        assert_eq!(read.focus, Some(3..4));
        assert!(read.in_part && read.is_quiet(0) && !read.is_quiet(3));
    }

    #[test]
    fn without_a_focus_nothing_is_quiet_or_left_out() {
        let read = read("rust,ignore").unwrap();
        assert_eq!((read.text.as_str(), read.focus.clone(), read.in_part), (TEXT, None, false));
        assert!(!read.is_quiet(0));
    }

    #[test]
    fn lines_that_are_not_there_are_named() {
        for (info, words) in [
            ("rust,focus=20-21", "`20-21` names no lines of this code, which has 16"),
            ("rust,focus=3", "`3` names no lines"),
            ("rust,focus=0-3", "`0-3` names no lines"),
            ("rust,focus=5-3", "`5-3` names no lines"),
            ("rust,focus=1-2,fold=9-12+3-4", "not in order"),
            ("rust,focus=1-2+5-6", "one run of lines"),
        ] {
            let said = read(info).unwrap_err();
            assert!(said.contains(words), "{said}");
        }
    }
}
