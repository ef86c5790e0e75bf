//! Timelines: drawn at once, written to a file, or kept for the book.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use catalog::Side;
use listing::limit::End;
use listing::{Change, Entry, entries, root};
use timeline::Lang;

use super::{count, names, one, print, usage};

/// The width of a drawing where nobody can say how wide the terminal is.
const WIDTH: usize = 100;

/// What is wanted besides the run.
pub struct Asked<'a> {
    /// Write the record here.
    pub file: Option<&'a Path>,
    /// Draw it.
    pub draw: bool,
}

/// Runs one variant on our own stdout, writes or draws its timeline, and passes its exit code on.
pub fn run(entry: Entry, side: Side, limit: Duration, asked: &Asked<'_>) -> Result<ExitCode> {
    let (end, trace) = listing::run_live_traced(entry, side, limit)?;
    let code = one::ended(end, limit);
    let trace = match trace {
        Ok(trace) => trace,
        // That it was stopped has been said, and is reason enough.
        Err(_) if !matches!(end, End::Exited(_)) => return Ok(code),
        Err(error) => return Err(error),
    };
    if let Some(file) = asked.file {
        fs::write(file, timeline::to_json(&trace))
            .with_context(|| format!("cannot write {}", file.display()))?;
        eprintln!("the trace is in {}", file.display());
    }
    if asked.draw {
        print(&format!("\n{}", timeline::terminal(&trace, Lang::En, width(), has_colours())))?;
    }
    Ok(code)
}

/// Writes the timelines of the book anew: of one variant, of one listing, or all that are there.
pub fn record(entry: Option<Entry>, side: Option<&str>, limit: Duration) -> Result<ExitCode> {
    if listing::is_ci() {
        return Ok(usage("CI checks timelines and does not record them (CI is set)"));
    }
    let chosen = match (entry, side) {
        (Some(entry), Some(name)) => match names::side(entry, name) {
            Ok(side) => vec![(entry, side)],
            Err(wrong) => return Ok(usage(&wrong)),
        },
        (Some(entry), None) => rust_sides(entry).collect(),
        (None, _) => {
            let root = root()?;
            let all = entries().flat_map(rust_sides);
            all.filter(|(entry, side)| root.join(entry.trace(*side)).is_file()).collect()
        }
    };
    let (mut recorded, mut changes) = (0, Vec::new());
    let mut code = ExitCode::SUCCESS;
    for (entry, side) in chosen {
        match listing::record_trace(entry, side, limit) {
            Ok(change) => {
                recorded += 1;
                changes.extend(change);
            }
            Err(error) => {
                eprintln!("error: {error:#}");
                code = ExitCode::FAILURE;
            }
        }
    }
    let lines: String = changes.iter().map(|change: &Change| format!("{change}\n")).collect();
    let (recorded, changed) = (count(recorded, "timeline"), count(changes.len(), "file"));
    print(&format!("{lines}{recorded} recorded, {changed} changed\n"))?;
    Ok(code)
}

fn rust_sides(entry: Entry) -> impl Iterator<Item = (Entry, Side)> {
    entry.sides().filter(|side| !side.runs_from_its_file()).map(move |side| (entry, side))
}

/// The cells of a line: as the terminal says, or as `COLUMNS` does where the output goes elsewhere.
fn width() -> usize {
    let of_terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    of_terminal.or_else(told).unwrap_or(WIDTH).clamp(40, 400)
}

/// Whether colours are seen and wanted: <https://no-color.org>.
fn has_colours() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}
