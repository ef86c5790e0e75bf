//! Runs one variant of a listing as a child process under limits of time and output.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use catalog::Side;
use runner::Task;
use timeline::Trace;

use crate::limit::{self, Captured, End, over_limit, over_size};
use crate::nightly::{compiled, nightly};
use crate::program::program;
use crate::recording::Recording;
use crate::steps::steps_module;
use crate::{Entry, python, root};

/// What one run of a variant printed, and how it ended.
#[derive(Debug, Clone)]
pub struct Run {
    /// What it printed, with `\n` at the end of each line on every system.
    pub stdout: String,
    /// What it said besides: panics, tracebacks. It is shown and never compared.
    pub stderr: String,
    /// How it ended.
    pub end: End,
    /// The time limit that it ran under.
    pub limit: Duration,
}

impl Run {
    /// Why the run counts as failed, in a few words, or `None` if it ended well.
    pub fn failure(&self) -> Option<String> {
        match self.end {
            End::Exited(status) if status.success() => None,
            End::Exited(status) => Some(format!("it ended with {status}")),
            End::OverTime => Some(over_limit(self.limit)),
            End::OverSize => Some(format!("it {}", over_size())),
        }
    }
}

/// A listing that needs more than Rust and Python, such as a database, and does not find it, ends
/// with this code, as tests of many build systems do.
const LACKS: i32 = 77;

impl Run {
    /// What this machine lacks for it, in the words of the listing's last line on stderr, if that
    /// is why it ended.
    pub fn lacks(&self) -> Option<&str> {
        match self.end {
            End::Exited(status) if status.code() == Some(LACKS) => self.stderr.lines().last(),
            _ => None,
        }
    }
}

/// Runs one variant and keeps what it prints. A variant that fails or is stopped at the limit is a
/// [`Run`] too, and no error.
///
/// The child stands in the listing's folder. Its stdin is empty, and what the caller's environment
/// sets for Python, for backtraces and for the size of the runtimes is taken away, so that it
/// prints the same for everybody.
///
/// # Errors
///
/// If the listing does not have the side, Python is missing, the chapter does not compile, or the
/// child cannot be started.
pub fn run(entry: Entry, side: Side, limit: Duration) -> Result<Run> {
    captured(command(entry, side)?, limit)
}

/// The same, and what the variant recorded meanwhile: an error there says why there is no trace.
///
/// # Errors
///
/// As for [`run`].
pub fn run_traced(entry: Entry, side: Side, limit: Duration) -> Result<(Run, Result<Trace>)> {
    let recording = Recording::new()?;
    let run = captured(recording.recorded(command(entry, side)?), limit)?;
    Ok((run, recording.trace(entry, side)))
}

/// Why this side can't run here, if a tool for it is missing: one sentence with the cure.
pub fn missing_tool(side: Side) -> Option<&'static str> {
    match side {
        Side::Python => python().err(),
        Side::Nightly => nightly().err(),
        _ => None,
    }
}

fn captured(mut command: Command, limit: Duration) -> Result<Run> {
    // A listing that panics on purpose says the same on stderr whatever the caller has set.
    command.env("RUST_BACKTRACE", "0").env("RUST_LIB_BACKTRACE", "0");
    // What was printed before a hang is not lost in a buffer.
    command.env("PYTHONUNBUFFERED", "1");
    same_runtimes(&mut command);
    let Captured { stdout, stderr, end } = limit::capture(command, limit)?;
    Ok(Run { stdout: text(&stdout), stderr: text(&stderr), end, limit })
}

/// Where an original finds the module in Rust.
const STEPS_MODULE: &str = "STEPS_MODULE";

/// How many threads async-std starts.
const ASYNC_STD_THREADS: &str = "ASYNC_STD_THREAD_COUNT";

/// Gives a child runtimes that behave the same for everybody, whatever the caller has set.
///
/// tokio and smol have the number of threads that their programs ask for. async-std has one for
/// each core of the machine, and on one core some programs print in another order: so it has two.
pub fn same_runtimes(command: &mut Command) {
    command.env_remove("TOKIO_WORKER_THREADS").env_remove("SMOL_THREADS");
    command.env(ASYNC_STD_THREADS, "2");
}

/// Runs one variant on the caller's own stdin, stdout and stderr, so that a reader sees it as it
/// runs. Where that is no terminal, it has a limit of size as well, as [`run`] has.
///
/// # Errors
///
/// As for [`run`].
pub fn run_live(entry: Entry, side: Side, limit: Duration) -> Result<End> {
    limit::live(command(entry, side)?, limit)
}

/// The same, and what the variant recorded meanwhile: an error there says why there is no trace.
///
/// # Errors
///
/// As for [`run`].
pub fn run_live_traced(entry: Entry, side: Side, limit: Duration) -> Result<(End, Result<Trace>)> {
    let recording = Recording::new()?;
    let end = limit::live(recording.recorded(command(entry, side)?), limit)?;
    Ok((end, recording.trace(entry, side)))
}

fn command(entry: Entry, side: Side) -> Result<Command> {
    entry.must_have(side)?;
    if let Some(needs) = entry.needs_other_system() {
        bail!("{} cannot run here: {needs}", entry.listing.name);
    }
    let folder = root()?.join(entry.folder());
    let mut command = match side {
        Side::Python => original(entry)?,
        Side::Nightly => Command::new(compiled(&root()?.join(entry.source(side)))?),
        _ => {
            let mut command = Command::new(program(entry.chapter)?);
            command.args(Task::Variant { listing: entry.listing.name, side }.arguments());
            along_with_a_package(&mut command, entry)?;
            // Whoever sets it wants to see what it changes; for all others it is as on the pages.
            if std::env::var_os(ASYNC_STD_THREADS).is_none() {
                command.env(ASYNC_STD_THREADS, "2");
            }
            command
        }
    };
    command.current_dir(folder);
    Ok(command)
}

fn original(entry: Entry) -> Result<Command> {
    let source = entry.source(Side::Python);
    let python = python().map_err(|why| anyhow!(why))?;
    let mut command = Command::new(&python.program);
    // The bare name, since Python shows it in tracebacks and in the repr of a coroutine.
    command.args(source.file_name());
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        // PYTHONHOME says where Python's own library lies; without it that Python may not start.
        if name_text.starts_with("PYTHON") && name_text != "PYTHONHOME" {
            command.env_remove(name);
        }
    }
    // No `__pycache__` in the repository, and UTF-8 on Windows too. The hash seed stays random: an
    // output that depends on it is wrong.
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("PYTHONUTF8", "1");
    along_with_a_package(&mut command, entry)?;
    // A module in Rust is built with the chapter that needs it, and only for those who load it.
    if entry.source_text(Side::Python)?.contains(STEPS_MODULE) {
        let module = steps_module(&program(entry.chapter)?);
        command.env(STEPS_MODULE, module.context("cargo has not built crates/steps")?);
    }
    Ok(command)
}

/// Where an original finds its chapter's program, to start it.
const CHAPTER_PROGRAM: &str = "CHAPTER_PROGRAM";

/// A chapter may have a package in Python, `crates/<chapter>/python`. Its originals import that,
/// and start the chapter's program; its programs start Python.
fn along_with_a_package(command: &mut Command, entry: Entry) -> Result<()> {
    let package = root()?.join("crates").join(entry.chapter.name).join("python");
    if package.is_dir() {
        command.env("PYTHONPATH", package).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("PYTHONUTF8", "1").env(CHAPTER_PROGRAM, program(entry.chapter)?);
        if let Ok(python) = python() {
            command.env("PYTHON", &python.program);
        }
    }
    Ok(())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}
