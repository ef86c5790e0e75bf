//! One named quantity: `switch.poll`, with its spread.

use crate::words::Words;
use serde::{Deserialize, Serialize};

/// The middle of some values, and how far the middle half of them reaches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Half of the values are below it.
    pub median: f64,
    /// A quarter is below it.
    pub low: f64,
    /// A quarter is above it.
    pub high: f64,
    /// How many values there were.
    pub count: usize,
}

/// What a value counts. Values are kept in the unit named here; `format` finds the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds: shown as ns, µs, ms or s.
    Seconds,
    /// Bytes: shown as B, kB, MB or GB, by thousands.
    Bytes,
    /// A plain number: switches, system calls, instructions.
    Count,
    /// A ratio: shown with ×.
    Times,
}

/// What kind of thing a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Time on the wall.
    Wall,
    /// CPU time of all threads.
    Cpu,
    /// Memory.
    Memory,
    /// What was counted.
    Counted,
}

/// One named quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Dotted, lower case, its family first: `switch.thread.futex`.
    pub name: String,
    /// What a plot and a table call it, within its family.
    pub label: Words,
    /// Of the value.
    pub unit: Unit,
    /// What the value is.
    pub kind: Kind,
    /// What was measured; none if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Summary>,
    /// Whether the spread is narrow enough for the value to be a result.
    pub decided: bool,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// What the reader must know of the value: that it could not be pinned, say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Wall time for each unit of the work, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall: Option<Summary>,
    /// CPU time of all threads for each unit of the work, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Summary>,
    /// The most memory that the measuring process ever had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_bytes: Option<Summary>,
    /// How often the child did the work in each round.
    pub units: u64,
}

impl Figure {
    /// The name's first part.
    pub fn family(&self) -> &str {
        self.name.split_once('.').map_or(&self.name, |(family, _)| family)
    }
}

impl Summary {
    /// Whether the middle half lies within a quarter on each side of the median, or nearly.
    /// What is exact needs one value, what is timed three.
    pub fn is_narrow(&self, exact: bool) -> bool {
        let enough = if exact { 1 } else { 3 };
        self.count >= enough && self.high - self.low <= 0.5 * self.median.abs()
    }
}
