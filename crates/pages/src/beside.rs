//! Two sides of a listing beside each other: which parts of their programs stand in one row.
//!
//! Functions and types of the same name share a row, and the rows are the same for all sides, so
//! that a reader can change the side without anything moving. What only one side has stays below
//! what comes before it there; where each has something of its own, both begin in a row of theirs.

use crate::changes::Part;
use crate::items::{Edge, items};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Parts of a program that stand in one row, or in several where a folded one spans them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The rows, counted from 0.
    pub rows: Range<usize>,
    /// What stands there.
    pub parts: Vec<Part>,
}

/// The one row of a program that stands beside no other.
pub fn alone(parts: Vec<Part>) -> Vec<Row> {
    vec![Row { rows: 0..1, parts }]
}

/// The rows of each program, and how many there are in all.
///
/// The first program is the one beside which the others are shown.
pub fn rows(programs: &[(&str, &[Part])]) -> (Vec<Vec<Row>>, usize) {
    let lines: Vec<Vec<&str>> = programs.iter().map(|(text, _)| text.lines().collect()).collect();
    let units: Vec<Vec<Unit>> = lines.iter().map(|lines| units(lines)).collect();
    let anchors = anchors(&units);
    let between = own_rows(&units, &anchors);
    // The first row has what comes before the first name; one more before an anchor where needed.
    let mut row_of = Vec::new();
    let mut next = 1;
    for extra in &between {
        row_of.push(next);
        next += 1 + usize::from(*extra);
    }
    let placed = programs.iter().zip(&lines).zip(&units).map(|(((_, parts), lines), units)| {
        let starts = starts(units, &anchors, &row_of, &between);
        grouped(lines, parts, &starts)
    });
    (placed.collect(), next)
}

/// A function, a type, or the head of one that holds others: from its first line to the next unit.
struct Unit {
    start: usize,
    name: String,
}

/// Where the named parts of a program begin. `impl Loop {` belongs to its first function, as nothing
/// of another language has that name.
fn units(lines: &[&str]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut opened = None;
    for item in items(lines) {
        let Some(name) = item.name.filter(|_| item.holds != Some(Edge::End)) else { continue };
        let (kind, name) = name.split_once(' ').unwrap_or(("", &name));
        if kind == "impl" && item.holds == Some(Edge::Head) {
            opened.get_or_insert(item.lines.start);
            continue;
        }
        let start = opened.take().unwrap_or(item.lines.start);
        units.push(Unit { start, name: shared_name(name) });
    }
    units
}

/// One name for what two languages call differently: `__init__` and `new`, `_run` and `run`.
fn shared_name(name: &str) -> String {
    match name.trim_matches('_') {
        "init" => "new".to_string(),
        name => name.to_string(),
    }
}

/// The names that all programs have, in an order that all of them keep.
fn anchors(units: &[Vec<Unit>]) -> Vec<String> {
    let mut sides =
        units.iter().map(|units| units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>());
    let first = sides.next().unwrap_or_default();
    sides.fold(first, |common, side| {
        capture_diff_slices(Algorithm::Patience, &common, &side)
            .into_iter()
            .flat_map(|op| match op {
                DiffOp::Equal { old_index, len, .. } => old_index..old_index + len,
                _ => 0..0,
            })
            .map(|i| common[i].clone())
            .collect()
    })
}

/// For each anchor, and for what comes before the first: has the first program something of its own
/// behind it, and another one, too?
fn own_rows(units: &[Vec<Unit>], anchors: &[String]) -> Vec<bool> {
    let mut own: Vec<Vec<bool>> = vec![vec![false; units.len()]; anchors.len() + 1];
    for (side, units) in units.iter().enumerate() {
        let mut at = 0;
        for unit in units {
            if anchors.get(at) == Some(&unit.name) {
                at += 1;
            } else {
                own[at][side] = true;
            }
        }
    }
    own.iter().skip(1).map(|own| own.first() == Some(&true) && own[1..].contains(&true)).collect()
}

/// The lines of a program at which a row begins, with that row.
fn starts(
    units: &[Unit],
    anchors: &[String],
    row_of: &[usize],
    between: &[bool],
) -> Vec<(usize, usize)> {
    let mut starts = vec![(0, 0)];
    let mut at = 0;
    let mut in_own_row = false;
    for unit in units {
        if anchors.get(at) == Some(&unit.name) {
            // What stands above the first name belongs to the first row.
            starts.push((unit.start, row_of[at]));
            at += 1;
            in_own_row = false;
        } else if at > 0 && between[at - 1] && !in_own_row {
            starts.push((unit.start, row_of[at - 1] + 1));
            in_own_row = true;
        }
    }
    starts
}

/// Parts cut where rows begin. A folded one is not cut: it spans the rows that it has.
fn grouped(lines: &[&str], parts: &[Part], starts: &[(usize, usize)]) -> Vec<Row> {
    let row_at =
        |line: usize| starts.iter().rev().find(|(start, _)| *start <= line).map_or(0, |s| s.1);
    let mut rows: Vec<Row> = Vec::new();
    for part in parts {
        let full = |line: &usize| !lines[*line].trim().is_empty();
        let first = part.lines.clone().find(full).unwrap_or(part.lines.start);
        let last = part.lines.clone().rev().find(full).unwrap_or(first);
        if part.folded {
            join(&mut rows, row_at(first)..row_at(last) + 1, part.clone());
            continue;
        }
        let inside = starts.iter().map(|(start, _)| *start);
        let mut cuts: Vec<usize> = inside.filter(|line| first < *line && *line <= last).collect();
        cuts.push(part.lines.end);
        let mut from = part.lines.start;
        for cut in cuts {
            let marked = part.marked.iter().copied().filter(|line| (from..cut).contains(line));
            let piece = Part {
                lines: from..cut,
                folded: false,
                names: part.names.clone(),
                marked: marked.collect(),
            };
            let row = row_at(from.max(first));
            join(&mut rows, row..row + 1, piece);
            from = cut;
        }
    }
    rows
}

/// Adds a part below the last one if they share a row.
fn join(rows: &mut Vec<Row>, place: Range<usize>, part: Part) {
    match rows.last_mut() {
        Some(last) if place.start < last.rows.end => {
            last.rows.end = last.rows.end.max(place.end);
            last.parts.push(part);
        }
        _ => rows.push(Row { rows: place, parts: vec![part] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes;

    const PYTHON: &str = "import asyncio\n\n\nclass Loop:\n    \"\"\"Text.\"\"\"\n\n    def __init__(self) -> None:\n        a()\n\n    def run(self) -> None:\n        b()\n\n\nasync def main() -> None:\n    c()\n\n\nasyncio.run(main())\n";
    const RUST: &str = "//! A loop.\n\nuse std::rc::Rc;\n\nstruct Loop {\n    a: u8,\n}\n\nimpl Loop {\n    fn new() -> Self {\n        a()\n    }\n\n    fn help(&self) {}\n\n    fn run(&self) {\n        b()\n    }\n}\n\nfn main() {\n    c()\n}\n";

    /// Each row with the first full line of each program there.
    fn table(programs: &[&str]) -> Vec<Vec<String>> {
        let parts: Vec<Vec<Part>> =
            programs.iter().map(|text| Part::whole(text.lines().count())).collect();
        let with: Vec<(&str, &[Part])> =
            programs.iter().zip(&parts).map(|(text, parts)| (*text, parts.as_slice())).collect();
        let (sides, count) = rows(&with);
        let mut table = vec![vec![String::new(); programs.len()]; count];
        for (side, rows) in sides.iter().enumerate() {
            let lines: Vec<&str> = programs[side].lines().collect();
            let mut seen = 0;
            for part in rows.iter().flat_map(|row| &row.parts) {
                assert_eq!(part.lines.start, seen, "every line is in one part");
                seen = part.lines.end;
            }
            assert_eq!(seen, lines.len(), "every line is in a part");
            for row in rows {
                let from = row.parts[0].lines.start;
                let first = lines[from..].iter().find(|line| !line.trim().is_empty()).unwrap();
                table[row.rows.start][side] = first.trim().to_string();
            }
        }
        table
    }

    #[test]
    fn functions_and_types_of_one_name_share_a_row() {
        assert_eq!(
            table(&[PYTHON, RUST]),
            [
                ["import asyncio", "//! A loop."],
                ["class Loop:", "struct Loop {"],
                ["def __init__(self) -> None:", "impl Loop {"],
                ["def run(self) -> None:", "fn run(&self) {"],
                ["async def main() -> None:", "fn main() {"],
            ]
        );
    }

    #[test]
    fn what_both_have_of_their_own_begins_in_one_row() {
        let python = "def a():\n    x()\n\n\ndef only_here():\n    y()\n\n\ndef z():\n    z()\n";
        let rust = "fn a() {}\n\nstruct One;\n\nfn two() {}\n\nfn z() {}\n";
        assert_eq!(
            table(&[python, rust]),
            [
                ["", ""],
                ["def a():", "fn a() {}"],
                ["def only_here():", "struct One;"],
                ["def z():", "fn z() {}"]
            ]
        );
    }

    #[test]
    fn the_rows_are_the_same_for_every_side_and_other_orders_do_no_harm() {
        let third = RUST.replace("fn help", "fn other_help");
        let swapped = "fn main() {}\n\nfn run() {}\n";
        let table = table(&[PYTHON, RUST, &third, swapped]);
        // Of all four, one name is common in one order.
        assert_eq!(table.len(), 2 + usize::from(table.len() == 3), "{table:?}");
        assert_eq!(table[0], ["import asyncio", "//! A loop.", "//! A loop.", "fn main() {}"]);
        assert!(super::rows(&[]).0.is_empty());
        let empty: &[Part] = &[];
        assert_eq!(super::rows(&[("", empty), ("", empty)]).1, 1);
    }

    #[test]
    fn a_folded_part_spans_the_rows_that_it_has() {
        let new = RUST.replace("    c()\n", "    d()\n");
        let parts = changes::since(RUST, &new);
        let whole = Part::whole(PYTHON.lines().count());
        let (sides, _) = rows(&[(PYTHON, &whole), (&new, &parts)]);
        let folded: Vec<&Row> =
            sides[1].iter().filter(|row| row.parts.iter().any(|part| part.folded)).collect();
        let main = sides[1].last().unwrap();

        // From the type to the last of its functions.
        assert_eq!(folded.last().unwrap().rows.end, main.rows.start, "{:?}", sides[1]);
        assert_eq!(main.rows, sides[0].last().unwrap().rows);
        assert_eq!(main.parts[0].marked.len(), 1);
    }
}
