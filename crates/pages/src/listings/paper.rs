//! A listing on paper: whole programs for the chapter, and what the other sides change for the
//! appendix.

use super::{Shown, Target, label};
use crate::code::fenced;
use crate::lang::Words;
use crate::repository;
use catalog::Side;
use similar::{ChangeTag, TextDiff};
use std::ops::Range;

/// The whole program, which `paper` shortens by what it repeats. Of one with a focus it is
/// told which lines are in focus, and which to leave out; the label says where all of it is.
pub fn one(shown: &Shown, target: &Target) -> String {
    let language = shown.side.language();
    if !shown.focus {
        return format!("{}{}", label(shown), fenced(language, &shown.text));
    }
    // Lines as a reader counts them, from 1, both ends included.
    let span = |lines: &Range<usize>| format!("{}-{}", lines.start + 1, lines.end);
    let of = |folded: bool| {
        let parts = shown.parts().filter(move |part| match folded {
            true => part.folded,
            false => !part.marked.is_empty(),
        });
        parts.map(|part| span(&part.lines)).collect::<Vec<_>>().join("+")
    };
    let (focus, folded) = (of(false), of(true));
    if folded.is_empty() {
        return format!(
            "{}{}",
            label(shown),
            fenced(&format!("{language},focus={focus}"), &shown.text)
        );
    }
    let file = format!("[`{}`]({})", shown.path, repository::place(target.repository, &shown.path));
    let in_part = Words::of(target.lang).in_part.replace("{}", &file);
    let info = format!("{language},focus={focus},fold={folded}");
    format!("**{}**{in_part}\n\n{}", shown.side.title(), fenced(&info, &shown.text))
}

/// Python, and tokio or plain Rust, then what the other sides change, which paper puts into an
/// appendix.
///
/// `paper` sets the two `div.side` of a `div.sides` beside each other where both fit, and moves a
/// `div.other-sides` to the book's end, with a link in its place.
pub fn in_turn(shown: &[Shown], whole: bool, name: &str, target: &Target) -> String {
    let moves = |side| matches!(side, Side::AsyncStd | Side::Smol | Side::Turns);
    let in_chapter = |v: &&Shown| !moves(v.side);
    let first = shown.first().map(|v| v.side);
    let (mut kept, others): (Vec<&Shown>, Vec<&Shown>) = shown.iter().partition(in_chapter);
    if kept.is_empty() {
        // Without either, the first side stands for all.
        kept.extend(shown.iter().filter(|v| Some(v.side) == first));
    }
    let others: Vec<&Shown> =
        others.into_iter().filter(|v| !kept.iter().any(|k| k.side == v.side)).collect();
    let mut out = String::from("<div class=\"sides\">\n\n");
    for v in &kept {
        out.push_str(&format!("<div class=\"side\">\n\n{}</div>\n\n", one(v, target)));
    }
    out.push_str("</div>\n\n");
    if others.is_empty() {
        return out;
    }
    let base = kept.iter().find(|v| v.side == Side::Tokio);
    let titles: Vec<&str> = others.iter().map(|v| v.side.title()).collect();
    let titles = titles.join(Words::of(target.lang).comma);
    let extent = if whole { "whole" } else { "excerpt" };
    out.push_str(&format!(
        "<div class=\"other-sides\" data-listing=\"{name}\" data-extent=\"{extent}\" \
         data-sides=\"{titles}\">\n\n"
    ));
    for v in others {
        out.push_str(&against(base.copied(), v, target));
    }
    out.push_str("</div>\n\n");
    out
}

/// A side as a diff against another, where that is shorter than the whole.
fn against(base: Option<&Shown>, v: &Shown, target: &Target) -> String {
    let difference = base.map(|base| diff(&base.text, &v.text));
    match difference.filter(|d| d.lines().count() < v.text.lines().count()) {
        Some(difference) => {
            let as_diff = Words::of(target.lang).as_diff;
            let code = fenced("diff", &difference);
            format!("**{}** `{}`{as_diff}\n\n{code}", v.side.title(), v.file)
        }
        None => one(v, target),
    }
}

/// The lines that differ, with one line around them; a row of dots where lines are left out.
pub(crate) fn diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::new();
    for (i, group) in diff.grouped_ops(1).iter().enumerate() {
        if i > 0 {
            out.push_str(" ⋯\n");
        }
        let changes: Vec<_> = group.iter().flat_map(|op| diff.iter_changes(op)).collect();
        // A blank line around what has changed says nothing.
        let blank = |change: &&similar::Change<&str>| {
            change.tag() == ChangeTag::Equal && change.value().trim().is_empty()
        };
        let start = changes.iter().take_while(blank).count();
        let end = changes.len() - changes.iter().rev().take_while(blank).count();
        for change in changes.get(start..end).unwrap_or_default() {
            let mark = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            out.push(mark);
            out.push_str(change.value().trim_end_matches('\n'));
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_begins_and_ends_with_something() {
        assert_eq!(diff("a\n\nb\n\nc\n", "a\n\nx\n\nc\n"), "-b\n+x\n");
        assert_eq!(diff("a\nb\n", "a\nc\n"), " a\n-b\n+c\n");
        assert_eq!(diff("a\n", "a\n"), "");
    }
}
