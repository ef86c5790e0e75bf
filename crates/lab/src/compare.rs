//! `cargo lab turns`: the rows of the table, measured and judged.

use crate::count;
use crate::data::{CellReport, Report, RowReport};
use crate::machine;
use crate::peers;
use crate::rounds::{Job, interleave};
use crate::sample::Sample;
use crate::statistics::{Summary, summary};
use crate::table::{Cell, Metric, Row, Work};
use crate::verdict::judge;
use crate::{child, echo};
use std::collections::HashMap;
use std::time::Instant;

/// Measures the rows in so many rounds.
pub fn run(rows: &[Row], rounds: usize, quick: bool) -> Report {
    let mut machine = machine::describe();
    machine::warn_if_busy(&machine);
    let start = Instant::now();
    let mut samples = Samples::default();
    let complete = measure(rows, rounds, &mut samples);
    machine.load_after = machine::load();
    Report {
        machine,
        rounds,
        quick,
        complete,
        seconds: start.elapsed().as_secs_f64(),
        rows: rows.iter().map(|row| report(row, &samples)).collect(),
    }
}

/// What a measurement is known by. Rows that ask for the same share it.
type Key = (&'static str, (&'static str, Option<u64>), u64, bool);

fn key(row: &Row, cell: Cell) -> Key {
    (cell.peer.name(), cell.work.words(), cell.units, row.metric.is_counted())
}

#[derive(Default)]
struct Samples {
    of: HashMap<Key, Vec<Sample>>,
    missing: HashMap<Key, String>,
}

/// Whether it came to its end.
fn measure(rows: &[Row], rounds: usize, samples: &mut Samples) -> bool {
    let mut groups: Vec<Vec<Job<(Key, Metric, Cell)>>> = Vec::new();
    let mut seen: Vec<Key> = Vec::new();
    for row in rows {
        let unable =
            if row.metric.is_counted() { count::can_count(row.metric).err() } else { None };
        let mut group = Vec::new();
        for &cell in &row.cells {
            let key = key(row, cell);
            let lacks = peers::lacks(cell.peer, cell.work.need());
            if let Some(reason) = lacks.map(str::to_owned).or_else(|| unable.clone()) {
                samples.missing.insert(key, reason);
            } else if !seen.contains(&key) {
                seen.push(key);
                let most = if row.metric.is_counted() { 1 } else { rounds };
                group.push(Job { what: (key, row.metric, cell), most });
            }
        }
        groups.push(group);
    }

    let name = |(key, ..): (Key, Metric, Cell)| format!("{} {}", key.0, (key.1).0);
    let outcome = interleave(&groups, rounds, name, |(key, metric, cell)| {
        let sample = match cell.work {
            _ if metric.is_counted() => count::count(metric, cell),
            Work::Echo { .. } => echo::measure(cell),
            _ => child::measure(cell),
        }?;
        samples.of.entry(key).or_default().push(sample);
        Ok(())
    });
    samples.missing.extend(outcome.failed.into_iter().map(|((key, ..), why)| (key, why)));
    outcome.is_complete
}

fn report(row: &Row, samples: &Samples) -> RowReport {
    let mut cells = Vec::new();
    for &cell in &row.cells {
        let key = key(row, cell);
        let taken = samples.of.get(&key).map_or(&[][..], Vec::as_slice);
        let sum = |of: &dyn Fn(&Sample) -> Option<f64>| summary(taken.iter().filter_map(of));
        let missing = samples.missing.get(&key).cloned();
        let value = if missing.is_some() { None } else { sum(&|sample| value(row.metric, sample)) };
        let is_timed = value.is_some() && !row.metric.is_counted();
        let timed = |summary: Option<Summary>| summary.filter(|_| is_timed);
        cells.push(CellReport {
            name: row.cell_name(cell),
            units: cell.units,
            wall_ns: timed(sum(&|sample| Some(sample.wall_ns as f64 / sample.units as f64))),
            cpu_ns: timed(sum(&|sample| Some(sample.cpu_ns as f64 / sample.units as f64))),
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
        metric: row.metric,
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
