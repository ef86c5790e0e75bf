//! The table of `cargo lab turns` as figures, which the pages read: `turns.yield.1.tokio`.

use crate::data::{CellReport, Report, RowReport};
use crate::statistics::Summary;
use crate::verdict::{Outcome, Verdict};
use figures::{Check, Figure, Results, SCHEMA, Words};

/// The report in the layout of all results.
pub fn record(report: &Report) -> Results {
    let rows = || report.rows.iter();
    Results {
        schema: SCHEMA,
        machine: report.machine.clone(),
        rounds: report.rounds,
        quick: report.quick,
        complete: report.complete,
        seconds: report.seconds,
        figures: rows().flat_map(|row| row.cells.iter().map(|cell| figure(row, cell))).collect(),
        titles: rows().map(|row| (name(row), row.title.clone())).collect(),
        checks: rows().flat_map(|row| row.verdicts.iter().map(|goal| check(row, goal))).collect(),
    }
}

fn name(row: &RowReport) -> String {
    format!("turns.{}", row.name)
}

fn figure(row: &RowReport, cell: &CellReport) -> Figure {
    let (unit, scale, kind) = row.metric.base();
    let value = cell.value.map(|value| scaled(value, scale));
    Figure {
        name: format!("{}.{}", name(row), cell.name),
        label: same(&cell.name),
        unit,
        kind,
        decided: value.is_some_and(|value| value.is_narrow(row.metric.is_counted())),
        value,
        missing: cell.missing.clone(),
        note: None,
        wall: cell.wall_ns.map(|wall| scaled(wall, 1e-9)),
        cpu: cell.cpu_ns.map(|cpu| scaled(cpu, 1e-9)),
        peak_bytes: cell.peak_bytes,
        units: cell.units,
    }
}

/// A goal is no claim of the notes: it has the family's name in a claim's place.
fn check(row: &RowReport, goal: &Verdict) -> Check {
    let names = row.cells.iter().map(|cell| format!("{}.{}", name(row), cell.name));
    Check {
        claim: "turns".to_owned(),
        says: Words {
            en: format!("{}: {}", row.title.en, goal.goal.en).into(),
            zh: format!("{}：{}", row.title.zh, goal.goal.zh).into(),
        },
        figures: names.collect(),
        verdict: match goal.outcome {
            Outcome::Met => figures::Verdict::Holds,
            Outcome::Missed => figures::Verdict::Fails,
            Outcome::Undecided => figures::Verdict::Undecided,
            Outcome::Unknown => figures::Verdict::NotMeasured,
        },
    }
}

fn scaled(summary: Summary, by: f64) -> Summary {
    let Summary { median, low, high, count } = summary;
    Summary { median: by * median, low: by * low, high: by * high, count }
}

fn same(text: &str) -> Words {
    Words { en: text.to_owned().into(), zh: text.to_owned().into() }
}
