//! What the command lines of the book's own programs have in common.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

/// The exit code for a question that makes no sense; clap uses the same.
const USAGE: u8 = 2;

/// What a `main` returns: the answer's exit code, or 1 if there was an error, which is then said on
/// stderr. If nobody reads our output any more, as after `| head`, that is no error.
pub fn exit_code(answer: Result<ExitCode>) -> ExitCode {
    match answer {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Says on stderr what was asked wrongly.
pub fn usage(wrong: &str) -> ExitCode {
    eprintln!("error: {wrong}");
    ExitCode::from(USAGE)
}

/// Prints at once, so that a reader sees each part when it is there. `print!` would panic if
/// nobody reads.
///
/// # Errors
///
/// If nobody reads.
pub fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Reads a time limit in seconds.
///
/// # Errors
///
/// If it is no number, not more than zero, or endless.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(number) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("must be more than zero, and not endless".to_owned()),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
