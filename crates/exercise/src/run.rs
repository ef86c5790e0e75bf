//! Runs the test of an exercise as a child process under a time limit.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use listing::limit::{self, Captured};
use listing::root;

use crate::child::{self, Report};
use crate::{Entry, Panic, Part};

/// One run of a test.
#[derive(Debug, Clone)]
pub struct Run {
    /// How it ended.
    pub outcome: Outcome,
    /// What it printed on stdout, then what it said on stderr.
    pub printed: String,
}

/// How the test of an exercise ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Solved,
    /// It panicked: by an assertion, or by what the reader wrote.
    Failed {
        /// What ended the test.
        panic: Panic,
        /// Panics before it, in other tasks or threads.
        others: Vec<Panic>,
    },
    /// It was killed when this limit was over.
    Stopped(Duration),
    /// The process ended before the test did: an abort, a full stack, a call of `exit`.
    Died(String),
}

/// Runs the test of this part. A test that fails or hangs is a [`Run`] too, and no error.
///
/// # Errors
///
/// If the child cannot be started, or `main` has not called [`crate::run_test_if_asked`].
pub fn run(entry: Entry, part: Part, limit: Duration) -> Result<Run> {
    let myself = std::env::current_exe().context("cannot find this program's own file")?;
    let mut command = Command::new(myself);
    command.args(child::arguments(entry, part)?).current_dir(root()?);
    // Runtimes of the same size for everybody.
    for size in ["TOKIO_WORKER_THREADS", "SMOL_THREADS", "ASYNC_STD_THREAD_COUNT"] {
        command.env_remove(size);
    }
    let Captured { stdout, stderr, status } = limit::capture(command, limit)?;
    let (said, report) = child::read(&String::from_utf8_lossy(&stderr));
    let outcome = match (status, report) {
        (_, Some(Report::Failed(panic, others))) => Outcome::Failed { panic, others },
        (Some(_), Some(Report::Passed)) => Outcome::Solved,
        (Some(status), None) => Outcome::Died(status.to_string()),
        (None, _) => Outcome::Stopped(limit),
    };
    Ok(Run { outcome, printed: String::from_utf8_lossy(&stdout).into_owned() + &said })
}
