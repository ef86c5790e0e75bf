//! What a program has that another one has not, item by item: the rest can be folded.

use crate::items::{Edge, Item, items};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::collections::HashSet;
use std::ops::Range;

/// Fewer lines than this are shown although they are not new: a line in their place saves nothing.
const FEW: usize = 4;

/// A part of a program: consecutive lines, shown or folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its lines, counted from 0.
    pub lines: Range<usize>,
    /// Whether it is folded.
    pub folded: bool,
    /// What is in it, by name: `struct Queue`, `fn push`.
    pub names: Vec<String>,
    /// The lines to mark, counted from 0 as those of the program are.
    pub marked: Vec<usize>,
}

impl Part {
    /// A whole program, shown as it is.
    pub fn whole(lines: usize) -> Vec<Part> {
        vec![Part { lines: 0..lines, folded: false, names: Vec::new(), marked: Vec::new() }]
    }
}

/// The parts of a program for a reader who knows another: what is the same is folded, and lines that
/// are not in the other are marked. Where nothing is worth folding, nothing is marked either.
pub fn since(old: &str, new: &str) -> Vec<Part> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (before, now) = (items(&old), items(&new));
    let known: HashSet<(&str, Vec<&str>)> = before
        .iter()
        .map(|item| (item.within.as_str(), old[item.lines.clone()].to_vec()))
        .collect();
    let is_known =
        |item: &Item| known.contains(&(item.within.as_str(), new[item.lines.clone()].to_vec()));
    let mut same: Vec<bool> = now.iter().map(is_known).collect();
    show_heads(&now, &mut same);
    let mut parts = fold(&new, &now, &same);
    if parts.iter().all(|part| !part.folded) {
        return Part::whole(new.len());
    }
    for part in parts.iter_mut().filter(|part| !part.folded) {
        let inside =
            now.iter().enumerate().filter(|(_, item)| part.lines.contains(&item.lines.start));
        for (i, item) in inside {
            if !is_known(&now[i]) {
                part.marked.extend(new_lines(item, &old, &before, &new));
            }
        }
    }
    parts
}

/// The parts of a program whose reader is to look at some lines: items without any of them are
/// folded if the program is longer than `limit`; these lines are parts of their own, and marked.
pub fn around(text: &str, focus: Range<usize>, limit: usize) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().collect();
    let all = items(&lines);
    let mut same: Vec<bool> = all
        .iter()
        .map(|item| item.lines.end <= focus.start || item.lines.start >= focus.end)
        .collect();
    if lines.len() > limit {
        show_heads(&all, &mut same);
    } else {
        same.fill(false);
    }
    let mut parts = Vec::new();
    for part in fold(&lines, &all, &same) {
        let cut =
            |range: Range<usize>| range.start.max(part.lines.start)..range.end.min(part.lines.end);
        if part.folded {
            parts.push(part);
            continue;
        }
        for (range, marked) in
            [(0..focus.start, false), (focus.clone(), true), (focus.end..lines.len(), false)]
        {
            let lines = cut(range);
            if lines.start < lines.end {
                let marked = if marked { lines.clone().collect() } else { Vec::new() };
                parts.push(Part { lines, folded: false, names: Vec::new(), marked });
            }
        }
    }
    parts
}

/// What stands around methods is shown if one of them is.
fn show_heads(items: &[Item], same: &mut [bool]) {
    let mut open: Vec<(usize, bool)> = Vec::new();
    for i in 0..items.len() {
        match items[i].holds {
            Some(Edge::Head) => open.push((i, false)),
            Some(Edge::End) => {
                if let Some((head, shown)) = open.pop() {
                    let shown = shown || !same[i] || !same[head];
                    if shown {
                        (same[head], same[i]) = (false, false);
                    }
                    if let Some((_, outer)) = open.last_mut() {
                        *outer |= shown;
                    }
                }
            }
            None => {
                // Python's classes have no end of their own: what is not in them is behind them.
                while let Some((head, shown)) = open.last().copied()
                    && items[i].within != items[head].name.clone().unwrap_or_default()
                {
                    open.pop();
                    same[head] &= !shown;
                }
                if let Some((_, shown)) = open.last_mut() {
                    *shown |= !same[i];
                }
            }
        }
    }
    for (head, shown) in open {
        same[head] &= !shown;
    }
}

/// Consecutive items of one kind become a part. Blank lines between two kinds are folded.
fn fold(lines: &[&str], items: &[Item], same: &[bool]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < items.len() {
        let folded = same[i];
        let run = (i..items.len()).take_while(|j| same[*j] == folded).count();
        let (first, last) = (&items[i], &items[i + run - 1]);
        let next = items.get(i + run).map_or(lines.len(), |item| item.lines.start);
        let from = if folded { start } else { first.lines.start };
        let to = if folded || i + run == items.len() { next } else { last.lines.end };
        if from > start {
            // Blank lines before the first item, or between two runs that are shown.
            extend(&mut parts, start..from);
        }
        let full = lines[from..to].iter().filter(|line| !line.trim().is_empty()).count();
        let names = items[i..i + run]
            .iter()
            .filter(|item| item.holds != Some(Edge::End))
            .filter_map(|item| item.name.clone())
            .collect();
        let folded = folded && full >= FEW;
        parts.push(Part { lines: from..to, folded, names, marked: Vec::new() });
        (start, i) = (to, i + run);
    }
    if start < lines.len() {
        extend(&mut parts, start..lines.len());
    }
    joined(parts)
}

fn extend(parts: &mut Vec<Part>, lines: Range<usize>) {
    match parts.last_mut() {
        Some(part) => part.lines.end = lines.end,
        None => parts.push(Part { lines, folded: false, names: Vec::new(), marked: Vec::new() }),
    }
}

/// Neighbours that are both shown are one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for part in parts {
        match out.last_mut() {
            Some(last) if !last.folded && !part.folded => last.lines.end = part.lines.end,
            _ => out.push(part),
        }
    }
    out
}

/// The lines of an item that the item of its name did not have; all if there was none.
fn new_lines(item: &Item, old: &[&str], before: &[Item], new: &[&str]) -> Vec<usize> {
    let named =
        |other: &&Item| item.name.is_some() && other.name == item.name && other.holds == item.holds;
    let earlier = before
        .iter()
        .filter(named)
        .find(|other| other.within == item.within)
        .or_else(|| before.iter().find(named));
    let Some(earlier) = earlier else { return item.lines.clone().collect() };
    let (a, b) = (&old[earlier.lines.clone()], &new[item.lines.clone()]);
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(a, b);
    diff.iter_all_changes()
        .filter(|change| change.tag() == ChangeTag::Insert)
        .filter_map(|change| change.new_index().map(|at| item.lines.start + at))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "//! Stage 1.\n\nuse std::mem;\nuse std::rc::Rc;\n\n/// A queue.\nstruct Queue {\n    a: u8,\n    b: u8,\n}\n\nimpl Queue {\n    fn push(&self) {\n        a();\n        b();\n    }\n\n    fn pop(&self) {\n        c();\n    }\n}\n\nfn main() {\n    one();\n    two();\n}\n";

    /// The program as a reader sees it: folded parts as a line with their names, marked lines with `+`.
    fn seen(parts: &[Part], text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let mut out = Vec::new();
        let mut at = 0;
        for part in parts {
            assert_eq!(part.lines.start, at, "every line is in one part: {parts:?}");
            at = part.lines.end;
            if part.folded {
                out.push(format!("… {}", part.names.join(", ")));
                continue;
            }
            for i in part.lines.clone() {
                let mark = if part.marked.contains(&i) { "+" } else { " " };
                out.push(format!("{mark}{}", lines[i]).trim_end().to_string());
            }
        }
        assert_eq!(at, lines.len(), "every line is in a part: {parts:?}");
        out.join("\n")
    }

    #[test]
    fn a_changed_method_is_shown_within_its_impl_and_the_rest_folds() {
        let new = OLD
            .replace("        c();\n", "        c();\n        d();\n")
            .replace("Stage 1", "Stage 2");

        assert_eq!(
            seen(&since(OLD, &new), &new),
            "+//! Stage 2.\n… struct Queue\n impl Queue {\n… fn push\n     fn pop(&self) {\n         c();\n+        d();\n     }\n }\n… fn main"
        );
    }

    #[test]
    fn what_is_new_is_marked_whole_and_short_repetitions_stay() {
        let new = format!("{OLD}\nfn more() {{\n    three();\n}}\n");
        let shown = seen(&since(OLD, &new), &new);
        assert_eq!(
            shown,
            "… struct Queue, impl Queue, fn push, fn pop, fn main\n+fn more() {\n+    three();\n+}"
        );
    }

    #[test]
    fn where_everything_is_new_nothing_folds_and_nothing_is_marked() {
        let new = "fn other() {\n    x();\n}\n";
        assert_eq!(since(OLD, new), Part::whole(3));
        assert_eq!(since("", OLD), Part::whole(OLD.lines().count()));
    }

    #[test]
    fn a_method_that_moved_to_another_type_is_new_there() {
        let new = OLD.replace("impl Queue {", "impl Heap {");
        let shown = seen(&since(OLD, &new), &new);
        assert!(shown.contains("+impl Heap {\n     fn push"), "{shown}");
    }

    #[test]
    fn pythons_class_is_named_above_what_changed_in_it() {
        let old = "class Loop:\n    def run(self) -> None:\n        a()\n        b()\n        c()\n\n    def stop(self) -> None:\n        d()\n\n\ndef main() -> None:\n    x()\n    y()\n    z()\n";
        let new = old.replace("d()", "e()");

        assert_eq!(
            seen(&since(old, &new), &new),
            " class Loop:\n… def run\n     def stop(self) -> None:\n+        e()\n… def main"
        );
    }

    #[test]
    fn a_focus_is_marked_and_what_is_far_from_it_folds_in_a_long_program() {
        let focus = 18..19;
        let short = seen(&around(OLD, focus.clone(), 40), OLD);
        assert!(short.contains("\n+        c();\n     }\n }\n"), "{short}");
        assert!(!short.contains('…'), "{short}");

        assert_eq!(
            seen(&around(OLD, focus, 10), OLD),
            "… struct Queue\n impl Queue {\n… fn push\n     fn pop(&self) {\n+        c();\n     }\n }\n… fn main"
        );
    }
}
