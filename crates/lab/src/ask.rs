//! A probe's child process: the parent's side, which asks, and the child's, which answers.

use crate::plan::{Probe, Run, Size};
use crate::probe::probes;
use crate::process::Process;
use crate::process::program;
use crate::python::Interpreter;
use crate::reading::{self, Reading};
use crate::{machine, python};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;
use std::process::Command;

/// Whether this machine can measure it, or what it lacks.
pub fn can_measure(probe: &Probe) -> Result<(), String> {
    if let Run::Python(interpreter) = probe.run {
        python::find(interpreter)?;
    }
    (probe.can_run)()
}

/// Starts a process for the probe and reads what it measured.
///
/// # Errors
///
/// If it fails, prints something else, takes too long, or Ctrl-C is pressed.
pub fn measure(probe: &Probe, size: Size) -> Result<Reading> {
    let mut command = command(probe, size)?;
    let (process, note) = if probe.is_pinned {
        Process::start_pinned(&mut command, probe.limit)?
    } else {
        (Process::start(&mut command, probe.limit)?, None)
    };
    let said = process.finish()?;
    let line = said.out.last().context("it printed nothing")?;
    let reading: Reading = serde_json::from_str(line)
        .with_context(|| format!("it printed {line:?}, which is no reading"))?;
    Ok(Reading { note: reading.note.or(note), ..reading })
}

/// The child's side: measures, and prints the reading.
///
/// # Errors
///
/// If there is no such probe in this program, or it fails.
pub fn main(name: &str, size: Size) -> Result<()> {
    machine::raise_file_limit();
    let probe = probes().into_iter().find(|probe| probe.name == name);
    let probe = probe.ok_or_else(|| anyhow!("there is no probe {name:?}"))?;
    let Run::Rust(run) = probe.run else { bail!("{name} is measured by Python") };
    reading::print(run(size)?)
}

fn command(probe: &Probe, size: Size) -> Result<Command> {
    let mut command = match probe.run {
        Run::Rust(_) => {
            let mut command = Command::new(program()?);
            command.arg("probe");
            command
        }
        Run::Python(interpreter) => {
            let found = python::find(interpreter).map_err(anyhow::Error::msg)?;
            let mut command = Command::new(&found.program);
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
            // No compiled files beside the sources.
            let file = folder.join(probe.file()).with_extension("py");
            command.arg("-B").arg(file);
            command.envs(
                (interpreter == Interpreter::FreeThreadedWithGil).then_some(("PYTHON_GIL", "1")),
            );
            // This program has the slow server.
            let myself = program()?;
            command.env("LAB_PROGRAM", &myself);
            // The module in Rust of chapter 3. A probe that needs it says so if it is not there.
            let module = listing::steps_module(&myself);
            command.envs(module.map(|module| ("STEPS_MODULE", module)));
            command
        }
    };
    command.arg(probe.name);
    command.args((size == Size::Quick).then_some("--quick"));
    Ok(command)
}
