//! What the processes of one run record.

use std::process::Command;

use anyhow::{Context, Result, bail};
use catalog::Side;
use tempfile::TempDir;
use timeline::Trace;

use crate::Entry;

/// A folder into which every process of one run writes what it records.
pub(crate) struct Recording(TempDir);

impl Recording {
    pub fn new() -> Result<Recording> {
        Ok(Recording(tempfile::tempdir().context("cannot make a folder for the trace")?))
    }

    /// The command, told to record here.
    pub fn recorded(&self, mut command: Command) -> Command {
        command.env(timeline::FOLDER, self.0.path());
        command
    }

    /// What the run recorded.
    pub fn trace(&self, entry: Entry, side: Side) -> Result<Trace> {
        if side.runs_from_its_file() {
            let what = if side == Side::Python { "a Python original" } else { "that variant" };
            bail!("{what} records nothing: name one of the Rust variants");
        }
        let name = entry.listing.name;
        let trace = timeline::read_folder(self.0.path())
            .with_context(|| format!("{name} on {side} has no timeline"))?;
        Ok(Trace { listing: name.to_owned(), side: side.name().to_owned(), ..trace })
    }
}
