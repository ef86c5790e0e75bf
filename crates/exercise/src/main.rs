//! `cargo exercise`: lists the exercises of the book, tries one, shows its hint or its solution.

#![forbid(unsafe_code)]

mod cli;

use std::io;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    exercise::run_test_if_asked();
    match cli::run(&cli::Arguments::parse()) {
        Ok(code) => code,
        // Whoever reads our output has seen enough, as after `| head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
