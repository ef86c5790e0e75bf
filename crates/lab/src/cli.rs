//! The command line.

use crate::plan::Size;
use crate::table::{Cell, Peer, Row, Work, rows};
use crate::{ask, child, echo, print, probe, progress, rounds};
use anyhow::{Context, Result, anyhow};
use clap::{Args, Parser, Subcommand};
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures what the book claims, on your own machine.
#[derive(Parser)]
#[command(name = "cargo lab", bin_name = "cargo lab")]
struct Cli {
    #[command(subcommand)]
    command: Commands,
}

#[derive(Subcommand)]
enum Commands {
    /// The book's event loop beside other runtimes.
    Turns(Options),
    #[command(hide = true)]
    Probe {
        name: String,
        #[arg(long)]
        quick: bool,
    },
    #[command(hide = true)]
    ProbeSide {
        word: String,
        #[arg(allow_hyphen_values = true)]
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
struct Options {
    /// Only these rows: a name as `--list` shows it, or how some begin (`yield`, `echo.100`).
    rows: Vec<String>,
    /// How often each is measured [default: 11, or 3 with --quick].
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// Few rounds and small sizes: to see that all works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Only these runtimes, beside turns: `--peer tokio --peer smol`.
    #[arg(long = "peer", value_name = "NAME")]
    peers: Vec<String>,
    /// Keeps the results, with the machine's description, in a file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Shows the rows and measures nothing.
    #[arg(long)]
    list: bool,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Commands::Turns(options) => turns(&options),
        Commands::Probe { name, quick } => {
            let size = if quick { Size::Quick } else { Size::Full };
            ask::main(&name, size).map_err(Failure::Run)
        }
        Commands::ProbeSide { word, arguments } => {
            probe::side_main(&word, &arguments).map_err(Failure::Run)
        }
        Commands::Measure { peer, work, number, units, cold } => cell(&peer, &work, number, units)
            .and_then(|cell| child::main(cell, cold).map_err(Failure::Run)),
        Commands::Serve { peer } => {
            named(&peer).and_then(|peer| echo::server_main(peer).map_err(Failure::Run))
        }
        Commands::Ask { address, connections, messages } => {
            echo::client_main(address, connections, messages).map_err(Failure::Run)
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Run(error)) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// It does, and did not work.
    Run(anyhow::Error),
}

fn turns(options: &Options) -> Result<(), Failure> {
    let rows = choose(rows(options.quick), options)?;
    if options.list {
        for row in rows {
            println!("{:<24} {} [{}]", row.name, row.title, row.metric.unit());
        }
        return Ok(());
    }
    let rounds = options.rounds.unwrap_or(if options.quick { 3 } else { 11 });
    if rounds == 0 {
        return Err(Failure::Usage("--rounds 0 measures nothing. Say 1 or more".to_owned()));
    }
    progress::keep_on_interrupt();
    let report = rounds::run(&rows, rounds, options.quick);
    print!("{}", print::table(&report));
    if let Some(file) = &options.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| anyhow!(error));
        text.and_then(|text| {
            fs::write(file, text + "\n").with_context(|| format!("cannot write {}", file.display()))
        })
        .map_err(Failure::Run)?;
    }
    Ok(())
}

/// The rows and runtimes that were asked for.
fn choose(mut rows: Vec<Row>, options: &Options) -> Result<Vec<Row>, Failure> {
    if !options.rows.is_empty() {
        for wanted in &options.rows {
            if !rows.iter().any(|row| is_called(&row.name, wanted)) {
                let names = rows.iter().map(|row| row.name.as_str());
                return Err(unknown("row", wanted, names));
            }
        }
        rows.retain(|row| options.rows.iter().any(|wanted| is_called(&row.name, wanted)));
    }
    let mut peers = vec![Peer::Turns, Peer::BareEpoll];
    for name in &options.peers {
        peers.push(named(name)?);
    }
    if !options.peers.is_empty() {
        for row in &mut rows {
            row.cells.retain(|cell| peers.contains(&cell.peer));
        }
    }
    Ok(rows)
}

/// Whether a row has that name, or one that goes on with a dot after it.
fn is_called(name: &str, wanted: &str) -> bool {
    name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn cell(peer: &str, work: &str, number: u64, units: u64) -> Result<Cell, Failure> {
    let work = Work::from_words(work, number)
        .ok_or_else(|| Failure::Usage(format!("there is no work called {work:?}")))?;
    Ok(Cell { peer: named(peer)?, work, units })
}

fn named(name: &str) -> Result<Peer, Failure> {
    let names = Peer::ALL.iter().map(|peer| peer.name());
    Peer::named(name).ok_or_else(|| unknown("runtime", name, names))
}

/// Names those that are nearest to what was asked for.
fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Failure {
    let mut near: Vec<_> = names.map(|other| (strsim::jaro_winkler(name, other), other)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<_> = near.iter().take(3).map(|(_, name)| *name).collect();
    Failure::Usage(format!(
        "there is no {kind} called {name:?}. The nearest are {}. All: cargo lab turns --list",
        near.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_row_is_called_by_the_beginning_of_its_name() {
        assert!(is_called("echo.100", "echo"));
        assert!(is_called("echo.100", "echo.100"));
        assert!(!is_called("echo.1000", "echo.100"));
    }

    #[test]
    fn an_unknown_name_gets_its_neighbours() {
        let Failure::Usage(message) = unknown("row", "yeild.1", ["spawn", "yield.1"].into_iter())
        else {
            panic!("it is a matter of usage")
        };
        assert!(message.contains("nearest are yield.1"), "{message}");
    }
}
