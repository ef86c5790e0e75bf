//! Runs the test of an exercise as a child process under limits of time and output.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use listing::limit::{self, Captured, End};
use listing::{Broken, root, same_runtimes};
use runner::{Panic, Part, Report, Task, reported};

use crate::Entry;

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
    /// It was killed because it printed more than [`limit::MOST_MIB`].
    Flooded,
    /// It, or another exercise of its chapter, does not compile.
    NotCompiled(Broken),
    /// The process ended before the test did: an abort, a full stack, a call of `exit`.
    Died(String),
}

/// Runs the test of this part. A test that fails or hangs, or that does not compile, is a [`Run`]
/// too, and no error. The chapter's program is built if it is not known; [`listing::build`] renews
/// it.
///
/// # Errors
///
/// If cargo or the child cannot be started.
pub fn run(entry: Entry, part: Part, limit: Duration) -> Result<Run> {
    let program = match listing::program_with_exercises(entry.chapter)? {
        Ok(program) => program,
        Err(broken) => {
            return Ok(Run { outcome: Outcome::NotCompiled(broken), printed: String::new() });
        }
    };
    let mut command = Command::new(program);
    let task = Task::Exercise { name: entry.exercise.name, part };
    command.args(task.arguments()).current_dir(root()?);
    same_runtimes(&mut command);
    let Captured { stdout, stderr, end } = limit::capture(command, limit)?;
    let (said, report) = reported(&String::from_utf8_lossy(&stderr));
    let outcome = outcome(end, report, limit);
    Ok(Run { outcome, printed: String::from_utf8_lossy(&stdout).into_owned() + &said })
}

/// A report is the test's own word. Without one, the process ended before the test, or was killed.
fn outcome(end: End, report: Option<Report>, limit: Duration) -> Outcome {
    match (report, end) {
        (Some(Report::Passed), _) => Outcome::Solved,
        (Some(Report::Failed(panic, others)), _) => Outcome::Failed { panic, others },
        (None, End::Exited(status)) => Outcome::Died(status.to_string()),
        (None, End::OverTime) => Outcome::Stopped(limit),
        (None, End::OverSize) => Outcome::Flooded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::ExitStatus;

    const LIMIT: Duration = Duration::from_secs(1);

    #[test]
    fn an_end_without_a_report_is_no_success() {
        let died = outcome(End::Exited(ExitStatus::default()), None, LIMIT);

        assert!(matches!(died, Outcome::Died(_)), "{died:?}");
        assert_eq!(outcome(End::OverTime, None, LIMIT), Outcome::Stopped(LIMIT));
        assert_eq!(outcome(End::OverSize, None, LIMIT), Outcome::Flooded);
    }

    #[test]
    fn a_report_is_believed() {
        assert_eq!(outcome(End::OverTime, Some(Report::Passed), LIMIT), Outcome::Solved);
        let panic = Panic { file: "e1.rs".into(), line: 1, message: "No.".into() };
        let failed = outcome(End::OverTime, Some(Report::Failed(panic.clone(), vec![])), LIMIT);
        assert_eq!(failed, Outcome::Failed { panic, others: vec![] });
    }
}
