//! One measurement in a process of its own: the parent's side.

use crate::data::Sample;
use crate::machine;
use crate::peers;
use crate::table::Cell;
use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

/// Nothing here takes a tenth of it, unless it hangs.
const LIMIT: Duration = Duration::from_secs(30);

/// Starts a process for one cell and reads what it measured.
///
/// # Errors
///
/// If it fails, prints something else, or takes too long.
pub fn measure(cell: Cell) -> Result<Sample> {
    let mut command = command(cell, false)?;
    let output = run(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    serde_json::from_slice(&output.stdout).context("the measuring process printed something else")
}

/// The command line of a measurement; a cold one does nothing before it counts.
pub fn command(cell: Cell, cold: bool) -> Result<Command> {
    let (word, number) = cell.work.words();
    let mut command = Command::new(program()?);
    command.args(["measure", cell.peer.name(), word]);
    command.args([number.unwrap_or(0).to_string(), cell.units.to_string()]);
    command.args(cold.then_some("--cold"));
    Ok(command.stdin_null())
}

/// This program.
pub fn program() -> Result<std::path::PathBuf> {
    std::env::current_exe().context("the lab's own program cannot be found")
}

/// Runs to the end, within the limit.
///
/// # Errors
///
/// If it cannot be started, fails, or takes too long.
pub fn run(command: &mut Command) -> Result<Output> {
    let mut child = command.spawn().with_context(|| format!("{command:?} does not start"))?;
    finish(&mut child)
}

/// Waits for the end, within the limit.
///
/// # Errors
///
/// If it fails or takes too long.
pub fn finish(child: &mut Child) -> Result<Output> {
    let Some(status) = child.wait_timeout(LIMIT)? else {
        child.kill()?;
        child.wait()?;
        bail!("no end within {} s", LIMIT.as_secs());
    };
    // What they print is far smaller than a pipe, so it can wait until they have ended.
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    if let Some(pipe) = &mut child.stdout {
        pipe.read_to_end(&mut stdout)?;
    }
    if let Some(pipe) = &mut child.stderr {
        pipe.read_to_end(&mut stderr)?;
    }
    if !status.success() {
        let text = String::from_utf8_lossy(&stderr);
        let told = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("thread"));
        bail!("{}", told.unwrap_or("it failed and said nothing").trim());
    }
    Ok(Output { status, stdout, stderr })
}

/// The child's side: does the work and prints the sample.
///
/// # Errors
///
/// If this build cannot do the work.
pub fn main(cell: Cell, cold: bool) -> Result<()> {
    machine::raise_file_limit();
    let sample = peers::run(cell.peer, cell.work, cell.units, !cold).map_err(anyhow::Error::msg)?;
    print(sample)
}

/// Prints a sample, with the memory it took.
///
/// # Errors
///
/// If nobody reads it.
pub fn print(sample: Sample) -> Result<()> {
    let sample = Sample { peak_bytes: machine::peak_bytes(), ..sample };
    let mut text = serde_json::to_vec(&sample)?;
    text.push(b'\n');
    std::io::stdout().write_all(&text).context("nobody reads the sample")
}

trait StdinNull {
    fn stdin_null(self) -> Self;
}

impl StdinNull for Command {
    fn stdin_null(mut self) -> Command {
        self.stdin(Stdio::null());
        self
    }
}
