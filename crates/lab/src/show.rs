//! The figures and what they say of the claims, on the terminal.

use crate::machine::describe_in_lines;
use figures::{Check, FAMILIES, Lang, Reference, Results, Row, Verdict, row as row_of, table};
use std::fmt::Write;

/// A run as text: a table for each family, then the claims.
pub fn text(results: &Results, reference: &Reference) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, results, reference);
    text
}

fn write(text: &mut String, results: &Results, reference: &Reference) -> std::fmt::Result {
    for family in &FAMILIES {
        let table = table(results, family.name, Lang::En);
        if table.rows.is_empty() {
            continue;
        }
        let width = table.rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0);
        let [_, median, spread, beside] = &table.head;
        writeln!(text, "{}", table.title)?;
        columns(text, width, "", [median, spread, beside, "the book"])?;
        for row in &table.rows {
            let book = reference.figure(&row.name).map(|(figure, _)| row_of(figure, Lang::En));
            figure(text, width, row, &book.map_or(String::new(), |book| book.median))?;
        }
        writeln!(text)?;
    }
    if !results.checks.is_empty() {
        writeln!(text, "Claims of the notes")?;
        for check in &results.checks {
            claim(text, check, results, reference)?;
        }
        writeln!(text)?;
    }
    foot(text, results)
}

fn figure(text: &mut String, width: usize, row: &Row, book: &str) -> std::fmt::Result {
    if row.median.is_empty() {
        return writeln!(text, "  {:width$}  {}", row.label, row.note);
    }
    columns(text, width, &row.label, [&row.median, &row.spread, &row.beside, book])?;
    if row.note.is_empty() { Ok(()) } else { writeln!(text, "  {:width$}  ({})", "", row.note) }
}

fn columns(text: &mut String, width: usize, label: &str, cells: [&str; 4]) -> std::fmt::Result {
    let [median, spread, beside, book] = cells;
    let line = format!("  {label:width$}  {median:>12}  {spread:<24} {beside:>13}  {book:>12}");
    writeln!(text, "{}", line.trim_end())
}

/// ```text
/// N05  a coroutine’s switch costs less than a thread’s: holds (in the book: holds)
///      a poll and back, Rust: 2.61 ns here, 2.60 ns in the book
/// ```
fn claim(
    text: &mut String,
    check: &Check,
    here: &Results,
    reference: &Reference,
) -> std::fmt::Result {
    let verdict = reference.check(check);
    let verdict = verdict.map(|book| format!(" (in the book: {})", word(book.verdict)));
    let verdict = verdict.unwrap_or_default();
    writeln!(text, "  {}  {}: {}{verdict}", check.claim, check.says.en, word(check.verdict))?;
    for name in &check.figures {
        let Some(figure) = here.figure(name) else {
            writeln!(text, "       {name}: was not asked for")?;
            continue;
        };
        let Row { label, median, note, .. } = row_of(figure, Lang::En);
        let measured = if median.is_empty() { note } else { format!("{median} here") };
        let book = reference.figure(name).map(|(figure, _)| row_of(figure, Lang::En).median);
        let book = book.filter(|book| !book.is_empty());
        let book = book.map_or(String::new(), |book| format!(", {book} in the book"));
        writeln!(text, "       {label}: {measured}{book}")?;
    }
    Ok(())
}

/// A verdict in words.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "does not hold",
        Verdict::Undecided => "undecided",
        Verdict::NotMeasured => "not measured",
    }
}

fn foot(text: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(text, "Medians of {}.", rounds(results.rounds))?;
    for line in describe_in_lines(&results.machine) {
        writeln!(text, "{line}")?;
    }
    writeln!(text, "{}", duration(results))
}

/// `11 rounds`.
pub fn rounds(count: usize) -> String {
    if count == 1 { "1 round".to_owned() } else { format!("{count} rounds") }
}

/// `118 s, quick: small sizes, few rounds, interrupted`.
pub fn duration(results: &Results) -> String {
    let quick = if results.quick { ", quick: small sizes, few rounds" } else { "" };
    let partial = if results.complete { "" } else { ", interrupted: this is partial" };
    format!("{:.0} s{quick}{partial}", results.seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_stands_beside_what_is_here_and_what_is_missing_says_why() {
        let results: Results = serde_json::from_str(include_str!("../tests/results.json")).unwrap();
        let reference = Reference { runs: vec![results.clone()] };

        let text = text(&results, &reference);

        let line = |label: &str| text.lines().find(|line| line.contains(label)).unwrap();
        assert_eq!(line("  a poll").matches("2.60\u{a0}ns").count(), 2, "{text}");
        assert!(line("two cores").contains("undecided"), "{text}");
        assert!(line("without the GIL").contains("not measurable here: needs"), "{text}");
        assert!(line("N05").ends_with("holds (in the book: holds)"), "{text}");
    }
}
