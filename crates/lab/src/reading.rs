//! What one child process measured, as it prints it: the protocol of the probes.
//!
//! A child prints one line of JSON, whatever language it is written in:
//!
//! ```json
//! {"units": 100000, "wall_s": 0.31, "cpu_s": 0.30, "peak_bytes": 1234567, "values": {"name": 1.0}}
//! ```
//!
//! or, where this machine cannot answer, `{"missing": "the reason"}`. A value that this system does not
//! count is `null`: zero is what was counted.

use crate::machine;
use cpu_time::ProcessTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;

/// What one child process measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// How often the work was done.
    #[serde(default)]
    pub units: u64,
    /// Time on the wall, in seconds.
    #[serde(default)]
    pub wall_s: f64,
    /// CPU time of all threads, in seconds.
    #[serde(default)]
    pub cpu_s: f64,
    /// The most memory that the process ever had. The lab fills it in for Rust.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_bytes: Option<u64>,
    /// What was counted beside the time, for all units together. Nothing where this system does not
    /// count it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Option<f64>>,
    /// What the reader must know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why this cannot be measured here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

impl Reading {
    /// This machine cannot answer, and why.
    pub fn missing(reason: impl Into<String>) -> Reading {
        Reading { missing: Some(reason.into()), ..Reading::default() }
    }

    /// The same with a counted value, or with none where this system does not count it.
    pub fn with(mut self, name: &str, value: impl Into<Option<f64>>) -> Reading {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The same with something that the reader must know.
    pub fn noted(self, note: impl Into<String>) -> Reading {
        Reading { note: Some(note.into()), ..self }
    }
}

/// Does a tenth of the work to warm up, then all of it against the clock. The work is told how
/// often to do its one thing.
pub fn timed(units: u64, mut work: impl FnMut(u64)) -> Reading {
    work((units / 10).max(1));
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    work(units);
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Reading { units, wall_s, cpu_s, ..Reading::default() }
}

/// The child's side, at its end: one line, with the memory that it took.
///
/// # Errors
///
/// If nobody reads it.
pub fn print(reading: Reading) -> anyhow::Result<()> {
    let peak_bytes = reading.peak_bytes.or_else(machine::peak_bytes);
    crate::process::say(&Reading { peak_bytes, ..reading })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_may_say_no_more_than_what_is_missing() {
        let reading: Reading = serde_json::from_str(r#"{"missing": "no fork"}"#).unwrap();
        assert_eq!(reading, Reading::missing("no fork"));
    }

    #[test]
    fn the_work_is_warmed_up_before_it_counts() {
        let mut done = Vec::new();
        let reading = timed(50, |units| done.push(units));
        assert_eq!(done, [5, 50]);
        assert_eq!(reading.units, 50);
    }
}
