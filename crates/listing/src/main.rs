//! `cargo listing`: lists, runs and compares the listings of the book.

#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    listing::command::exit_code(cli::run(&cli::Arguments::parse()))
}
