//! The command line.

use crate::choose::{self, Unknown};
use crate::plan::Size;
use crate::probe::{part, probes};
use crate::rounds::FAILS;
use crate::rows::rows;
use crate::table::{Cell, Row, Work};
use crate::{ask, child, compare, echo, html, print, process, progress, record, show, survey};
use anyhow::{Context, Result, anyhow};
use clap::{Args, Parser, Subcommand};
use figures::{Figure, Reference, Results};
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measures what the book claims, on your own machine.
///
/// Without a name it measures all families, which takes some minutes, and leaves a report in
/// target/lab/report.html. Ctrl-C keeps what is measured so far.
///
/// Python is `python3`, or what the variable PYTHON names; PYTHON_FREE_THREADED names one that was
/// built without the GIL, if you have it under another name than `python3.14t`.
#[derive(Parser)]
#[command(
    name = "cargo lab",
    bin_name = "cargo lab",
    version,
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Commands>,
    /// Only these: a family (`switch`, `gil`), a figure as `--list` shows it, or how some begin
    /// (`switch.thread`).
    names: Vec<String>,
    /// Shows and judges again what an earlier run kept by `--json`, and measures nothing.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["names", "rounds", "quick", "list"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Subcommand)]
enum Commands {
    /// The book's event loop beside other runtimes: a table of its own, which takes ten minutes.
    Turns(Options),
    #[command(hide = true)]
    Probe {
        name: String,
        #[arg(long)]
        quick: bool,
    },
    #[command(hide = true)]
    Part {
        name: String,
        #[arg(allow_hyphen_values = true, trailing_var_arg = true)]
        arguments: Vec<String>,
    },
    #[command(hide = true)]
    Measure {
        peer: String,
        work: String,
        number: u64,
        units: u64,
        #[arg(long)]
        cold: bool,
    },
    #[command(hide = true)]
    Serve { peer: String },
    #[command(hide = true)]
    Ask { address: SocketAddr, connections: usize, messages: u64 },
}

#[derive(Args)]
struct Common {
    /// How often each is measured [default: 11, or 3 with --quick].
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// Few rounds and small sizes: to see that all works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Keeps the results, with the machine's description, in a file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Writes a page with plots and tables that opens in a browser, without a network.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Shows what there is to measure, and measures nothing.
    #[arg(long)]
    list: bool,
}

#[derive(Args)]
struct Options {
    /// Only these rows: a name as `--list` shows it, or how some begin (`yield`, `echo.100`).
    rows: Vec<String>,
    /// Only these runtimes, beside turns: `--peer tokio --peer smol`.
    #[arg(long = "peer", value_name = "NAME")]
    peers: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => match &cli.from {
            Some(file) => again(file, &cli.common),
            None => all(&cli.names, &cli.common),
        },
        Some(Commands::Turns(options)) => turns(&options),
        Some(Commands::Probe { name, quick }) => {
            let size = if quick { Size::Quick } else { Size::Full };
            ask::main(&name, size).map_err(Failure::Run)
        }
        Some(Commands::Part { name, arguments }) => part(&name, &arguments).map_err(Failure::Run),
        Some(Commands::Measure { peer, work, number, units, cold }) => {
            cell(&peer, &work, number, units)
                .and_then(|cell| child::main(cell, cold).map_err(Failure::Run))
        }
        Some(Commands::Serve { peer }) => choose::peer(&peer)
            .map_err(Failure::from)
            .and_then(|peer| echo::server_main(peer).map_err(Failure::Run)),
        Some(Commands::Ask { address, connections, messages }) => {
            echo::client_main(address, connections, messages).map_err(Failure::Run)
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
        Err(Failure::Run(error)) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
        Err(Failure::Interrupted) => ExitCode::from(130),
    }
}

enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// It does, and did not work.
    Run(anyhow::Error),
    /// What was measured is shown and kept, but it is not all.
    Interrupted,
}

fn all(names: &[String], common: &Common) -> Result<(), Failure> {
    let probes = choose::probes(probes(), names)?;
    if common.list {
        let mut list = String::new();
        for wanted in probes.iter().flat_map(|probe| &probe.figures) {
            list += &format!("{:<34} {}\n", wanted.name, wanted.label.en);
        }
        return say(
            &(list + "\nThe table of turns has a list of its own: cargo lab turns --list\n")
        );
    }
    let rounds = rounds(common)?;
    // Read before it takes minutes to find out that it cannot be.
    let reference = reference().map_err(Failure::Run)?;
    let whole = names.is_empty().then(default_report).transpose().map_err(Failure::Run)?;
    can_keep(common, whole.as_deref())?;
    progress::keep_on_interrupt();
    let size = if common.quick { Size::Quick } else { Size::Full };
    let results = survey::run(&probes, rounds, size);
    let shown = say(&show::text(&results, &reference));
    keep(&results, &reference, common, whole).and(shown)
}

fn again(file: &Path, common: &Common) -> Result<(), Failure> {
    let mut results = Results::read(file).map_err(Failure::Run)?;
    survey::renew(&mut results);
    let reference = reference().map_err(Failure::Run)?;
    let shown = say(&show::text(&results, &reference));
    keep(&results, &reference, common, None).and(shown)
}

fn turns(options: &Options) -> Result<(), Failure> {
    let rows = choose::rows(rows(options.common.quick), &options.rows, &options.peers)?;
    if options.common.list {
        let line =
            |row: &Row| format!("{:<24} {} [{}]\n", row.name, row.title.en, row.metric.unit());
        return say(&rows.iter().map(line).collect::<String>());
    }
    let rounds = rounds(&options.common)?;
    can_keep(&options.common, None)?;
    progress::keep_on_interrupt();
    let report = compare::run(&rows, rounds, options.common.quick);
    let shown = say(&print::table(&report));
    keep(&record::record(&report), &Reference::default(), &options.common, None).and(shown)
}

fn rounds(common: &Common) -> Result<usize, Failure> {
    match common.rounds.unwrap_or(if common.quick { 3 } else { 11 }) {
        0 => Err(Failure::Usage("--rounds 0 measures nothing. Say 1 or more".to_owned())),
        rounds => Ok(rounds),
    }
}

/// The book's own results.
fn reference() -> Result<Reference> {
    Reference::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reference"))
}

/// `target/lab/report.html`, wherever the target folder is.
fn default_report() -> Result<PathBuf> {
    let program = process::program()?;
    let target = program.ancestors().nth(2).context("the lab's program is in no target folder")?;
    Ok(target.join("lab/report.html"))
}

/// Prints. If nobody reads any more, as after `| head`, that is no error: files are still kept.
fn say(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Run(anyhow::Error::new(error).context("cannot print the results")))
        }
        _ => Ok(()),
    }
}

/// Whether the files that were asked for can be written: said before minutes of measuring, not
/// after. A file that is there keeps what it has.
fn can_keep(common: &Common, report: Option<&Path>) -> Result<(), Failure> {
    let html = common.html.as_deref().or(report);
    for file in common.json.as_deref().into_iter().chain(html) {
        let is_new = !file.exists();
        make_folder(file).map_err(Failure::Run)?;
        let opened = fs::OpenOptions::new().append(true).create(true).open(file);
        opened.with_context(|| format!("cannot write {}", file.display())).map_err(Failure::Run)?;
        if is_new {
            // An empty file, left by a run that is killed, would look like one with results.
            let _ = fs::remove_file(file);
        }
    }
    Ok(())
}

/// Writes the files that were asked for.
fn keep(
    results: &Results,
    reference: &Reference,
    common: &Common,
    report: Option<PathBuf>,
) -> Result<(), Failure> {
    if let Some(file) = &common.json {
        let text = serde_json::to_string_pretty(results).map_err(|error| anyhow!(error));
        text.and_then(|text| write(file, &(text + "\n"))).map_err(Failure::Run)?;
    }
    if let Some(file) = common.html.as_ref().or(report.as_ref()) {
        html::page(results, reference).and_then(|page| write(file, &page)).map_err(Failure::Run)?;
        say(&format!("The report: {}\n", file.display()))?;
    }
    let has_failed =
        |figure: &&Figure| figure.missing.as_ref().is_some_and(|reason| reason.starts_with(FAILS));
    match results.figures.iter().filter(has_failed).count() {
        _ if !results.complete => Err(Failure::Interrupted),
        0 => Ok(()),
        1 => Err(Failure::Run(anyhow!("one figure failed"))),
        count => Err(Failure::Run(anyhow!("{count} figures failed"))),
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    make_folder(file)?;
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn make_folder(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn cell(peer: &str, work: &str, number: u64, units: u64) -> Result<Cell, Failure> {
    let work = Work::from_words(work, number)
        .ok_or_else(|| Failure::Usage(format!("there is no work called {work:?}")))?;
    Ok(Cell { peer: choose::peer(peer)?, work, units })
}

impl From<Unknown> for Failure {
    fn from(Unknown(message): Unknown) -> Failure {
        Failure::Usage(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
