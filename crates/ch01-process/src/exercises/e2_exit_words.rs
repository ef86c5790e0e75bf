//! Say in words how a child has ended: `it succeeded`, `it failed with code 3` or, on Unix, `it was
//! killed by signal 9`. Whatever the child did, this must not panic.
//!
//! # Hint
//!
//! `ExitStatus::code` is `None` if there is no code, as after a signal. For the signal’s number, ask
//! `std::os::unix::process::ExitStatusExt::signal`, which exists on Unix only: `#[cfg(unix)]` in
//! front of a `use` or a `{ … }` keeps it away from other systems.

use std::env;
use std::io;
use std::process::{Child, Command, ExitStatus, Stdio, exit};

// Your turn: a child without a code has not succeeded.
/// How it ended, as a sentence.
pub fn words(ended: ExitStatus) -> String {
    match ended.code().unwrap_or(0) {
        0 => "it succeeded".to_owned(),
        code => format!("it failed with code {code}"),
    }
}

// The test: the same for the solution.

/// One child succeeds, one fails, one is killed.
pub fn test() {
    match env::args().last().expect("a program has its name").as_str() {
        "child-succeeds" => exit(0),
        "child-fails" => exit(3),
        "child-waits" => {
            let _ = io::read_to_string(io::stdin());
            exit(0);
        }
        _ => {}
    }
    let succeeded = start("child-succeeds").wait().expect("it can be waited for");
    let failed = start("child-fails").wait().expect("it can be waited for");
    let mut waiting = start("child-waits");
    waiting.kill().expect("it can be killed");
    let killed = waiting.wait().expect("it can be waited for");
    assert_eq!(words(succeeded), "it succeeded", "code 0 is a success");
    assert_eq!(words(failed), "it failed with code 3", "another code is a failure");
    let expected = if cfg!(unix) { "it was killed by signal 9" } else { "it failed with code 1" };
    assert_eq!(words(killed), expected, "a killed child is no success, and on Unix has no code");
}

fn start(task: &str) -> Child {
    let mut command = Command::new(env::current_exe().expect("this program has a file"));
    command.args(env::args().skip(1)).arg(task);
    command.stdin(Stdio::piped()).spawn().expect("the child starts")
}
