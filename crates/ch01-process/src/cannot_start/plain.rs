//! Four children that never start, and what the error says of each.

use std::env;
use std::process::Command;

pub fn main() {
    let myself = env::current_exe().unwrap();
    attempt("no such program", &mut Command::new("no-such-program"));
    attempt("no such folder", Command::new(&myself).current_dir("no-such-folder"));
    attempt("not a program", &mut Command::new("./mod.rs"));
    attempt("a NUL in a word", Command::new(&myself).arg("a\0b"));
}

fn attempt(what: &str, command: &mut Command) {
    if let Err(error) = command.status() {
        println!("{what}: {:?}, {error}", error.kind());
    }
}
