//! The command line: what can be asked, and which module answers.

mod colour;
mod one;
mod table;
mod watch;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use exercise::{Entry, Found, entries, find};
use listing::command::{print, seconds, usage};

use colour::Paint;

/// Lists the exercises of the book, and tries what you have written.
#[derive(Parser)]
#[command(name = "cargo exercise", bin_name = "cargo exercise", version, after_help = EXAMPLES)]
pub struct Arguments {
    /// The exercise, such as ch08/2, or a chapter; without it, all are tried and listed
    name: Option<String>,

    /// Show the hint
    #[arg(long, requires = "name", conflicts_with_all = ["solution", "watch"])]
    hint: bool,

    /// Show the solution
    #[arg(long, requires = "name", conflicts_with = "watch")]
    solution: bool,

    /// Try again each time that the file is saved, until Ctrl-C
    #[arg(long, requires = "name")]
    watch: bool,

    /// Stop a test that takes longer than this
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    time_limit: Duration,
}

const EXAMPLES: &str = "\
Examples:
  cargo exercise                   all exercises, and which are solved
  cargo exercise ch08              those of one chapter
  cargo exercise ch08/2            try one, and see what is still wrong
  cargo exercise ch08/2 --watch    try it again each time that you save the file
  cargo exercise ch08/2 --hint     show its hint
  cargo exercise ch08/2 --solution show a solution

Exit code: 0 if the exercise is solved, 1 if not yet, 2 for a name that does not exist.";

/// Answers one call.
///
/// # Errors
///
/// If the answer cannot be given or printed. A wrong name is no error here: it is said on stderr,
/// and the exit code tells.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    listing::read_tables()?;
    let paint = Paint::for_stdout();
    let limit = arguments.time_limit;
    let Some(name) = arguments.name.as_deref() else {
        return table::table(&entries().collect::<Vec<_>>(), limit, paint);
    };
    let entry = match find(name) {
        Ok(Found::One(entry)) => entry,
        Ok(Found::Chapter(found)) => {
            if arguments.hint || arguments.solution || arguments.watch {
                let which: Vec<String> = found.iter().map(Entry::short).collect();
                return Ok(usage(&format!("which exercise? {name} has {}", which.join(", "))));
            }
            return table::table(&found, limit, paint);
        }
        Err(wrong) => return Ok(usage(&wrong)),
    };
    if arguments.hint {
        one::hint(entry)
    } else if arguments.solution {
        one::solution(entry)
    } else if arguments.watch {
        watch::watch(entry, limit, paint)
    } else {
        one::attempt(entry, limit, paint)
    }
}
