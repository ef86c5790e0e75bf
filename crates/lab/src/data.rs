//! What a run leaves behind, as it stands in the JSON file.

use crate::machine::Machine;
use crate::statistics::Summary;
use crate::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// What one child process measured.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sample {
    /// How often the work was done.
    pub units: u64,
    /// CPU time of the process, all threads.
    pub cpu_ns: u64,
    /// Time on the wall.
    pub wall_ns: u64,
    /// The most memory that the process ever had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_bytes: Option<u64>,
    /// How much of it came with the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grown_bytes: Option<u64>,
    /// How late the middle one of the timers was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_ns: Option<u64>,
    /// What was counted instead of timed, for each unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<f64>,
}

/// A whole run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Of this layout; a reader that knows another one refuses.
    pub schema: u32,
    /// Which part of the lab: `turns`.
    pub family: String,
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
#[derive(Debug, Serialize, Deserialize)]
pub struct RowReport {
    /// `yield.1`; with the family before it, a name for the pages.
    pub name: String,
    /// In words.
    pub title: String,
    /// Of all values in the row.
    pub unit: String,
    /// One for each runtime, or for each size.
    pub cells: Vec<CellReport>,
    /// One for each goal.
    pub verdicts: Vec<Verdict>,
}

/// One runtime in one row.
#[derive(Debug, Serialize, Deserialize)]
pub struct CellReport {
    /// The runtime, or the size.
    pub name: String,
    /// The row's value: median and quartiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Summary>,
    /// Wall time for each unit, in nanoseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_ns: Option<Summary>,
    /// The most memory of the process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_bytes: Option<Summary>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}
