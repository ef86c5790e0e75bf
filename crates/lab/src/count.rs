//! What is counted, not timed: instructions by callgrind, system calls by the kernel.
//!
//! Both count a process as a whole. It runs twice, with more work the second time, and the
//! difference is what the work cost. So nothing needs to be marked in the programs, and no
//! harness has to be installed beside valgrind.

use crate::child::command;
use crate::process::program;
use crate::sample::Sample;
use crate::table::{Cell, Metric};
use crate::{echo, process};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Valgrind is fifty times slower than the machine, and some runtimes hang under it.
const LIMIT: Duration = Duration::from_secs(900);

/// How to get valgrind.
pub const INSTALL_VALGRIND: &str = "sudo apt-get install valgrind";

/// Counts for one unit of a cell's work.
///
/// # Errors
///
/// If the tool is missing or fails.
pub fn count(metric: Metric, cell: Cell) -> Result<Sample> {
    let once = |units| {
        let cell = Cell { units, ..cell };
        match metric {
            Metric::Calls => calls(cell),
            _ => instructions(&program()?, cell),
        }
    };
    let (few, many) = ((cell.units / 4).max(1), cell.units.max(2));
    let (low, high) = (once(few)?, once(many)?);
    let counted = high.saturating_sub(low) as f64 / (many - few) as f64;
    Ok(Sample { units: many, counted: Some(counted), ..Sample::default() })
}

/// Whether this machine can count so, or what it lacks.
pub fn can_count(metric: Metric) -> Result<(), String> {
    match metric {
        Metric::Instructions if !has_valgrind() => {
            Err(format!("needs valgrind: {INSTALL_VALGRIND}"))
        }
        Metric::Calls => {
            let mut perf = perf(Path::new("/dev/null"));
            perf.arg("true").stdout(Stdio::null()).stderr(Stdio::null());
            match perf.status() {
                Ok(status) if status.success() => Ok(()),
                Ok(_) => Err("needs root and tracefs: mount -t tracefs nodev \
                              /sys/kernel/tracing"
                    .to_owned()),
                Err(_) => Err("needs perf: sudo apt-get install linux-perf".to_owned()),
            }
        }
        _ => Ok(()),
    }
}

/// Whether valgrind is installed.
pub fn has_valgrind() -> bool {
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    valgrind.status().is_ok_and(|status| status.success())
}

/// Instructions for one unit of a cell's work, by that build of the lab.
///
/// # Errors
///
/// If valgrind or the lab fails.
pub fn instructions_each(program: &Path, cell: Cell) -> Result<f64> {
    let (few, many) = (cell.units, 3 * cell.units);
    let low = instructions(program, Cell { units: few, ..cell })?;
    let high = instructions(program, Cell { units: many, ..cell })?;
    Ok(high.saturating_sub(low) as f64 / (many - few) as f64)
}

/// Instructions for each time that a part of a probe does its work; its last argument is how many
/// times.
///
/// # Errors
///
/// If valgrind or the lab fails.
pub fn instructions_of_part(program: &Path, part: &[&str], times: u64) -> Result<f64> {
    instructions_of_script(program, &[&["part"], part].concat(), times)
}

/// Instructions for each time that a program of another language does its work; its last argument
/// is how many times.
///
/// # Errors
///
/// If valgrind or the program fails.
pub fn instructions_of_script(program: &Path, arguments: &[&str], times: u64) -> Result<f64> {
    let whole = |times: u64| {
        let mut script = Command::new(program);
        collect(program, script.args(arguments).arg(times.to_string()))
    };
    let (low, high) = (whole(times)?, whole(3 * times)?);
    Ok(high.saturating_sub(low) as f64 / (2 * times) as f64)
}

/// Instructions of a whole process.
fn instructions(program: &Path, cell: Cell) -> Result<u64> {
    collect(program, &command(cell, true)?)
}

fn collect(program: &Path, command: &Command) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(program).args(command.get_args());
    // Python hashes otherwise in each run, and so counts otherwise.
    valgrind.env("PYTHONHASHSEED", "0");
    let text = process::run(&mut valgrind, LIMIT)?.err.join("\n");
    collected(&text).with_context(|| format!("callgrind gave no count:\n{text}"))
}

/// The number in callgrind's last line: `==1== Collected : 123`.
fn collected(text: &str) -> Option<u64> {
    text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}

/// System calls of a whole server.
fn calls(cell: Cell) -> Result<u64> {
    let file = std::env::temp_dir().join(format!("lab-calls-{}", std::process::id()));
    let mut perf = perf(&file);
    perf.arg("--").arg(program()?);
    let measured = echo::measure_under(perf, cell);
    let text = fs::read_to_string(&file).unwrap_or_default();
    // Whether it can be removed makes no difference to the count.
    let _ = fs::remove_file(&file);
    measured?;
    let line = text.lines().find(|line| line.contains(EVENT));
    let count = line.and_then(|line| line.split(',').next()?.parse().ok());
    match count {
        Some(0) => bail!("the kernel counted nothing"),
        count => count.ok_or_else(|| anyhow!("perf gave no count: {text}")),
    }
}

const EVENT: &str = "raw_syscalls:sys_enter";

fn perf(file: &Path) -> Command {
    let mut perf = Command::new("perf");
    perf.args(["stat", "-x,", "-e", EVENT, "-o"]).arg(file);
    perf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_in_the_last_line() {
        let text = "==7== Events    : Ir\n==7== Collected : 1234\n==7==\n";
        assert_eq!(collected(text), Some(1234));
        assert_eq!(collected("nothing"), None);
    }
}
