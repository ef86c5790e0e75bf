//! One variant: shows its source, or runs it as the reader watches.

use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

use anyhow::Result;
use catalog::Side;
use listing::Entry;
use listing::limit::End;

use super::print;

/// The exit code of a variant that was stopped, as `timeout` has it.
const STOPPED: u8 = 124;

/// Prints the path and the text of one variant, or of all.
pub fn source(entry: Entry, side: Option<Side>) -> Result<ExitCode> {
    let sides = side.map_or_else(|| entry.sides().collect(), |side| vec![side]);
    for (index, side) in sides.into_iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let text = entry.source_text(side)?;
        print(&format!("{gap}{}\n\n{text}", entry.source(side).display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs one variant on our own stdout, and passes its exit code on.
pub fn run(entry: Entry, side: Side, limit: Duration) -> Result<ExitCode> {
    Ok(ended(listing::run_live(entry, side, limit)?, limit))
}

/// The exit code to pass on; says so if the variant was stopped.
pub fn ended(end: End, limit: Duration) -> ExitCode {
    match end {
        End::Exited(status) => return exit_code(status),
        End::OverTime => {
            let limit = limit.as_secs_f64();
            eprintln!("stopped after {limit} s; `--time-limit SECONDS` gives it more");
        }
        End::OverSize => {
            let said = listing::over_size();
            eprintln!("the program {said}; on a terminal only its time is limited");
        }
    }
    ExitCode::from(STOPPED)
}

fn exit_code(status: ExitStatus) -> ExitCode {
    // Only Windows has codes beyond a byte; there is no smaller way to say them.
    let code = status.code().map(|code| u8::try_from(code).unwrap_or(1));
    ExitCode::from(code.or_else(|| by_signal(status)).unwrap_or(1))
}

/// The code that a shell gives a program which a signal ended.
#[cfg(unix)]
fn by_signal(status: ExitStatus) -> Option<u8> {
    use std::os::unix::process::ExitStatusExt;
    u8::try_from(128 + status.signal()?).ok()
}

#[cfg(not(unix))]
fn by_signal(_: ExitStatus) -> Option<u8> {
    None
}
