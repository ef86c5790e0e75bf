//! The command line: what can be asked, and which module answers.

mod compare;
mod names;
mod one;
mod table;
mod timeline;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::Parser;
use listing::command::{print, seconds, usage};
use listing::{Chapter, Entry, chapters, entries};

use names::Named;

/// Lists, runs and compares the listings of the book.
#[derive(Parser)]
#[command(name = "cargo listing", bin_name = "cargo listing", version, after_help = EXAMPLES)]
pub struct Arguments {
    /// The listing, or a chapter such as ch08 for a table of its listings; without it, a table of all
    name: Option<String>,

    /// Run only this: python, tokio, async-std, smol, turns or plain
    runtime: Option<String>,

    /// Print the file's path and text instead of running it
    #[arg(long, requires = "name")]
    source: bool,

    /// Stop a variant that takes longer than this
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    time_limit: Duration,

    /// Write the output files anew, of one listing or of all (never in CI)
    #[arg(long, conflicts_with_all = ["source", "runtime"])]
    record: bool,

    /// Run one variant and write who had a turn when, as JSON [default file: trace.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "trace.json")]
    #[arg(requires = "name", conflicts_with_all = ["source", "record"])]
    trace: Option<PathBuf>,

    /// Run one variant and draw who had a turn when
    #[arg(long, requires = "name", conflicts_with_all = ["source", "record"])]
    timeline: bool,

    /// Write the timelines of the book anew, of one variant, one listing or all that are there
    /// (never in CI)
    #[arg(long, conflicts_with_all = ["source", "record", "trace", "timeline"])]
    record_trace: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo listing                        a table of all listings
  cargo listing ch08                   those of one chapter
  cargo listing first_task             run all variants, show where they differ
  cargo listing first_task tokio       run one variant
  cargo listing first_task python      run the Python original
  cargo listing first_task --source    show the sources of all variants
  cargo listing --record first_task    write output.txt anew
  cargo listing first_task tokio --timeline    run it and draw who had a turn when

Exit code: 0 if all is as recorded, 1 if not, 2 for a name that does not exist.
A single variant passes on its own exit code; 124 says that it was stopped.";

/// Answers one call.
///
/// # Errors
///
/// If the answer cannot be given or printed. A wrong name is no error here: it is said on stderr,
/// and the exit code tells.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    listing::read_tables()?;
    let limit = arguments.time_limit;
    let entry = match arguments.name.as_deref().map(names::named).transpose() {
        Ok(Some(Named::Chapter(chapter))) => return of_chapter(chapter, arguments),
        Ok(Some(Named::Listing(entry))) => Some(entry),
        Ok(None) => None,
        Err(wrong) => return Ok(usage(&wrong)),
    };
    if arguments.record {
        return record(entry, limit);
    }
    if arguments.record_trace {
        return timeline::record(entry, arguments.runtime.as_deref(), limit);
    }
    let Some(entry) = entry else {
        print(&table::table(chapters()))?;
        return Ok(ExitCode::SUCCESS);
    };
    let side = arguments.runtime.as_deref().map(|name| names::side(entry, name)).transpose();
    let side = match side {
        Ok(side) => side,
        Err(wrong) => return Ok(usage(&wrong)),
    };
    if arguments.source {
        return one::source(entry, side);
    }
    if arguments.timeline || arguments.trace.is_some() {
        return match names::recorded(entry, side) {
            Ok(side) => {
                let (file, draw) = (arguments.trace.as_deref(), arguments.timeline);
                timeline::run(entry, side, limit, &timeline::Asked { file, draw })
            }
            Err(wrong) => Ok(usage(&wrong)),
        };
    }
    match side {
        Some(side) => one::run(entry, side, limit),
        None => compare::compare(entry, limit),
    }
}

/// The table of one chapter. Whatever else is asked for, only a listing can do.
fn of_chapter(chapter: &Chapter, arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { runtime, source, record, trace, timeline, record_trace, .. } = arguments;
    if runtime.is_some() || *source || *record || trace.is_some() || *timeline || *record_trace {
        let has: Vec<&str> = chapter.listings.iter().map(|listing| listing.name).collect();
        return Ok(usage(&format!("which listing? {} has {}", chapter.name, has.join(", "))));
    }
    print(&table::table(std::slice::from_ref(chapter)))?;
    Ok(ExitCode::SUCCESS)
}

/// Records one listing, or all.
fn record(entry: Option<Entry>, limit: Duration) -> Result<ExitCode> {
    if listing::is_ci() {
        return Ok(usage("CI checks outputs and does not record them (CI is set)"));
    }
    listing::python().map_err(|why| anyhow!(why))?;
    let chosen: Vec<Entry> = entry.map_or_else(|| entries().collect(), |entry| vec![entry]);
    let (mut recorded, mut changed) = (0, 0);
    let mut code = ExitCode::SUCCESS;
    for entry in &chosen {
        match listing::record(*entry, limit) {
            Ok(changes) => {
                recorded += 1;
                changed += changes.len();
                print(&changes.iter().map(|change| format!("{change}\n")).collect::<String>())?;
            }
            Err(error) => {
                eprintln!("error: {error:#}");
                code = ExitCode::FAILURE;
            }
        }
    }
    print(&format!(
        "{} recorded, {} changed\n",
        count(recorded, "listing"),
        count(changed, "file")
    ))?;
    Ok(code)
}

fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
