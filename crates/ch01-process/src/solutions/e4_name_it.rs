//! The system says one number, whatever was missing, and the `io::Error` made from it holds no name.
//! Only the caller knows both names, so the caller adds them. To look first whether the folder exists
//! would be no cure: between the look and the start it may go.

use std::env;
use std::process::{Child, Command, exit};

/// Starts it, or says what could not be started.
pub fn start(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|error| {
        let program = command.get_program().display();
        match command.get_current_dir() {
            Some(folder) => format!("cannot start {program} in {}: {error}", folder.display()),
            None => format!("cannot start {program}: {error}"),
        }
    })
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
