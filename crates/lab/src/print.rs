//! The table on the terminal.

use crate::data::{CellReport, Report, RowReport};
use crate::machine::describe_in_lines;
use crate::show::rounds;
use crate::verdict::{Outcome, Verdict};
use figures::digits;
use std::fmt::Write;

/// The whole report as text: what missed its goal first.
pub fn table(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &Report) -> std::fmt::Result {
    let goals = || report.rows.iter().flat_map(|row| row.verdicts.iter().map(move |v| (row, v)));
    for (outcome, head) in [
        (Outcome::Missed, "Missed"),
        (Outcome::Undecided, "Undecided: the quartiles reach to both sides of the goal"),
        (Outcome::Unknown, "Not comparable here"),
        (Outcome::Met, "Met"),
    ] {
        let of = || goals().filter(|(_, verdict)| verdict.outcome == outcome);
        if of().next().is_none() {
            continue;
        }
        writeln!(text, "{head}:")?;
        for (row, verdict) in of() {
            writeln!(text, "  {:<24} {}", row.name, said(verdict))?;
        }
    }
    for row in &report.rows {
        writeln!(text)?;
        lines(text, row)?;
    }
    writeln!(text)?;
    foot(text, report)
}

/// `0.41 × tokio (0.38 … 0.45), goal ≤ 0.6 × the best peer`.
fn said(verdict: &Verdict) -> String {
    let Some(reached) = &verdict.reached else { return format!("goal {}", verdict.goal.en) };
    let against = reached.against.as_ref().map(|name| format!(" × {name}")).unwrap_or_default();
    let (middle, low, high) = (digits(reached.middle), digits(reached.low), digits(reached.high));
    let spread = if low == high { String::new() } else { format!(" ({low} … {high})") };
    format!("{middle}{against}{spread}, goal {}", verdict.goal.en)
}

fn lines(text: &mut String, row: &RowReport) -> std::fmt::Result {
    writeln!(text, "{}: {} [{}]", row.name, row.title.en, row.metric.unit())?;
    let ours = row.cells.iter().find(|cell| cell.name == "turns").and_then(|cell| cell.value);
    for cell in &row.cells {
        let CellReport { name, value, missing, .. } = cell;
        let Some(value) = value else {
            writeln!(text, "  {name:<11} {}", missing.as_deref().unwrap_or("not measured"))?;
            continue;
        };
        let (median, low, high) = (digits(value.median), digits(value.low), digits(value.high));
        write!(text, "  {name:<11} {median:>10}")?;
        if value.count > 1 {
            write!(text, "  {:<21}", format!("({low} … {high})"))?;
        }
        match ours {
            Some(ours) if name != "turns" => {
                write!(text, "  {:>5} ×", digits(value.median / ours.median))?;
            }
            _ => {}
        }
        let line = text.trim_end().len();
        text.truncate(line);
        writeln!(text)?;
    }
    Ok(())
}

fn foot(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(text, "Medians of {} (quartiles), × turns.", rounds(report.rounds))?;
    for line in describe_in_lines(&report.machine) {
        writeln!(text, "{line}")?;
    }
    write!(text, "{:.0} s", report.seconds)?;
    text.push_str(if report.quick { ", quick: small sizes, few rounds" } else { "" });
    text.push_str(if report.complete { "\n" } else { ", interrupted: this is partial\n" });
    Ok(())
}
