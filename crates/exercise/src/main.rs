//! `cargo exercise`: lists the exercises of the book, tries one, shows its hint or its solution.

#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    listing::command::exit_code(cli::run(&cli::Arguments::parse()))
}
