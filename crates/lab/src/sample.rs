//! What one child process of `cargo lab turns` measured, as it prints it: one line of JSON.

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
