//! The machine that figures come from.

use serde::{Deserialize, Serialize};

/// Where a run took place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name.
    pub cpu: String,
    /// How many threads run at once.
    pub cores: usize,
    /// The operating system and its version.
    pub system: String,
    /// Memory of the machine.
    pub memory_bytes: Option<u64>,
    /// The compiler that is installed.
    pub rustc: String,
    /// Versions of the runtimes, as locked, and of the Python interpreters that were found.
    pub versions: Vec<String>,
    /// Processes that wanted to run in the minute before the run.
    pub load_before: Option<f64>,
    /// And in its last minute.
    pub load_after: Option<f64>,
    /// The day, as the system says it.
    pub date: String,
}
