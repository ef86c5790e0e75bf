//! All measurements, in turn: A B C A B C …, so that a slow minute slows all alike.

use crate::count;
use crate::data::{CellReport, Report, RowReport, Sample};
use crate::machine;
use crate::peers;
use crate::progress;
use crate::statistics::{Summary, summary};
use crate::table::{Cell, Metric, Row, Work};
use crate::verdict::judge;
use crate::{child, echo};
use std::collections::HashMap;
use std::time::Instant;

/// Measures the rows in so many rounds.
pub fn run(rows: &[Row], rounds: usize, quick: bool) -> Report {
    let mut machine = machine::describe();
    let start = Instant::now();
    let mut results = Results::default();
    let complete = measure(rows, rounds, &mut results);
    machine.load_after = machine::load();
    Report {
        schema: 1,
        family: "turns".to_owned(),
        machine,
        rounds,
        quick,
        complete,
        seconds: start.elapsed().as_secs_f64(),
        rows: rows.iter().map(|row| report(row, &results)).collect(),
    }
}

/// What a measurement is known by. Rows that ask for the same share it.
type Key = (&'static str, (&'static str, Option<u64>), u64, bool);

fn key(row: &Row, cell: Cell) -> Key {
    (cell.peer.name(), cell.work.words(), cell.units, row.metric.is_counted())
}

#[derive(Default)]
struct Results {
    samples: HashMap<Key, Vec<Sample>>,
    missing: HashMap<Key, String>,
}

/// Whether it came to its end.
fn measure(rows: &[Row], rounds: usize, results: &mut Results) -> bool {
    let mut groups: Vec<Vec<(Key, Metric, Cell)>> = Vec::new();
    let mut seen: Vec<Key> = Vec::new();
    for row in rows {
        let unable =
            if row.metric.is_counted() { count::can_count(row.metric).err() } else { None };
        let mut group = Vec::new();
        for &cell in &row.cells {
            let key = key(row, cell);
            let lacks = peers::lacks(cell.peer, cell.work.need());
            if let Some(reason) = lacks.map(str::to_owned).or_else(|| unable.clone()) {
                results.missing.insert(key, reason);
            } else if !seen.contains(&key) {
                seen.push(key);
                group.push((key, row.metric, cell));
            }
        }
        groups.push(group);
    }

    let all = || groups.iter().flatten();
    let counted = all().filter(|(_, metric, _)| metric.is_counted()).count();
    let bar = progress::bar((all().count() - counted) * rounds + counted);
    for round in 0..rounds {
        for group in &groups {
            // Each round another one is first.
            for place in 0..group.len() {
                let (key, metric, cell) = group[(place + round) % group.len()];
                let is_due = round == 0 || !metric.is_counted();
                if !is_due || results.missing.contains_key(&key) {
                    bar.inc(u64::from(is_due));
                    continue;
                }
                bar.set_message(format!("{} {}", key.0, (key.1).0));
                let outcome = match cell.work {
                    _ if metric.is_counted() => count::count(metric, cell),
                    Work::Echo { .. } => echo::measure(cell),
                    _ => child::measure(cell),
                };
                if progress::interrupted() {
                    bar.finish_and_clear();
                    return false;
                }
                match outcome {
                    Ok(sample) => results.samples.entry(key).or_default().push(sample),
                    Err(error) => {
                        bar.suspend(|| eprintln!("{} {}: {error:#}", key.0, (key.1).0));
                        results.missing.insert(key, format!("fails: {error:#}"));
                    }
                }
                bar.inc(1);
            }
        }
    }
    bar.finish_and_clear();
    true
}

fn report(row: &Row, results: &Results) -> RowReport {
    let mut cells = Vec::new();
    for &cell in &row.cells {
        let key = key(row, cell);
        let samples = results.samples.get(&key).map_or(&[][..], Vec::as_slice);
        let sum = |of: &dyn Fn(&Sample) -> Option<f64>| summary(samples.iter().filter_map(of));
        let missing = results.missing.get(&key).cloned();
        let value = if missing.is_some() { None } else { sum(&|sample| value(row.metric, sample)) };
        let is_timed = value.is_some() && !row.metric.is_counted();
        let timed = |summary: Option<Summary>| summary.filter(|_| is_timed);
        cells.push(CellReport {
            name: row.cell_name(cell),
            wall_ns: timed(sum(&|sample| Some(sample.wall_ns as f64 / sample.units as f64))),
            peak_bytes: timed(sum(&|sample| Some(sample.peak_bytes? as f64))),
            missing: missing.or_else(|| value.is_none().then(|| "not measured".to_owned())),
            value,
        });
    }
    let values: Vec<_> = cells.iter().map(|cell| (cell.name.clone(), cell.value)).collect();
    let unit = row.metric.unit();
    RowReport {
        name: row.name.clone(),
        title: row.title.clone(),
        unit: unit.to_owned(),
        verdicts: row
            .goals
            .iter()
            .map(|&goal| judge(goal, unit, row.metric.is_counted(), &values))
            .collect(),
        cells,
    }
}

fn value(metric: Metric, sample: &Sample) -> Option<f64> {
    let (cpu, units) = (sample.cpu_ns as f64, sample.units as f64);
    match metric {
        Metric::CpuNs => Some(cpu / units),
        Metric::CpuUs => Some(cpu / units / 1e3),
        Metric::CpuS => Some(cpu / 1e9),
        Metric::WallS => Some(sample.wall_ns as f64 / 1e9),
        Metric::Bytes => Some(sample.grown_bytes? as f64 / units),
        Metric::LateUs => Some(sample.late_ns? as f64 / 1e3),
        Metric::Calls | Metric::Instructions => sample.counted,
    }
}
