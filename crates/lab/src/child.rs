//! One measurement in a process of its own: the parent's side.

use crate::sample::Sample;
use crate::table::Cell;
use crate::{machine, peers, process};
use anyhow::{Context, Result};
use std::process::Command;
use std::time::Duration;

/// Nothing here takes a tenth of it, unless it hangs.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Starts a process for one cell and reads what it measured.
///
/// # Errors
///
/// If it fails, prints something else, or takes too long.
pub fn measure(cell: Cell) -> Result<Sample> {
    let mut command = command(cell, false)?;
    let said = process::run(&mut command, LIMIT)?;
    let line = said.out.last().context("it printed nothing")?;
    serde_json::from_str(line).context("the measuring process printed something else")
}

/// The command line of a measurement; a cold one does nothing before it counts.
pub fn command(cell: Cell, cold: bool) -> Result<Command> {
    let (word, number) = cell.work.words();
    let mut command = Command::new(process::program()?);
    command.args(["measure", cell.peer.name(), word]);
    command.args([number.unwrap_or(0).to_string(), cell.units.to_string()]);
    command.args(cold.then_some("--cold"));
    Ok(command)
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
    process::say(&Sample { peak_bytes: machine::peak_bytes(), ..sample })
}
