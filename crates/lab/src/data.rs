//! What a run of `cargo lab turns` leaves behind.

use crate::machine::Machine;
use crate::statistics::Summary;
use crate::table::Metric;
use crate::verdict::Verdict;
use figures::Words;

/// A whole run.
#[derive(Debug)]
pub struct Report {
    /// Where and with what.
    pub machine: Machine,
    /// How many rounds were asked for.
    pub rounds: usize,
    /// Whether the sizes were the small ones.
    pub quick: bool,
    /// Whether all rounds came to their end.
    pub complete: bool,
    /// How long it took.
    pub seconds: f64,
    /// What was measured.
    pub rows: Vec<RowReport>,
}

/// One line of the table.
#[derive(Debug)]
pub struct RowReport {
    /// `yield.1`; with the family before it, a name for the pages.
    pub name: String,
    /// In words.
    pub title: Words,
    /// What its values are.
    pub metric: Metric,
    /// One for each runtime, or for each size.
    pub cells: Vec<CellReport>,
    /// One for each goal.
    pub verdicts: Vec<Verdict>,
}

/// One runtime in one row.
#[derive(Debug)]
pub struct CellReport {
    /// The runtime, or the size.
    pub name: String,
    /// The row's value: median and quartiles.
    pub value: Option<Summary>,
    /// How often the work was done in each round.
    pub units: u64,
    /// Wall time for each unit, in nanoseconds.
    pub wall_ns: Option<Summary>,
    /// CPU time for each unit, in nanoseconds.
    pub cpu_ns: Option<Summary>,
    /// The most memory of the process.
    pub peak_bytes: Option<Summary>,
    /// Why there is no value.
    pub missing: Option<String>,
}
