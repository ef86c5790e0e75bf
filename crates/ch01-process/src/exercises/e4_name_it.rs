//! If a program or the folder that it should run in is missing, Rust's error says only that
//! something is missing. Start the command, and if it does not start, say which program should have
//! run, and in which folder if one was given.
//!
//! # Hint
//!
//! A `Command` can be asked: `get_program`, `get_current_dir`. Both answers may hold something that
//! is no text, and have `display()` for people.

use std::env;
use std::process::{Child, Command, exit};

// Your turn: this says "No such file or directory", and nobody knows which.
/// Starts it, or says what could not be started.
pub fn start(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|error| error.to_string())
}

// The test: the same for the solution.

/// What is missing has its name in the error; what is there starts.
pub fn test() {
    if env::args().last().is_some_and(|word| word == "child") {
        exit(0);
    }
    let error = start(&mut Command::new("no-such-program")).expect_err("there is no such program");
    assert!(error.contains("no-such-program"), "The error does not name the program: {error}");

    let myself = env::current_exe().expect("this program has a file");
    let error = start(Command::new(&myself).current_dir("no-such-folder"))
        .expect_err("there is no such folder");
    assert!(error.contains("no-such-folder"), "The error does not name the folder: {error}");
    let name = myself.file_name().expect("it has a name").to_string_lossy();
    assert!(error.contains(&*name), "The error does not name the program: {error}");

    let mut command = Command::new(&myself);
    command.args(env::args().skip(1)).arg("child");
    let mut child = start(&mut command).expect("this program can be started");
    assert!(child.wait().expect("it can be waited for").success(), "The child did not run well.");
}
