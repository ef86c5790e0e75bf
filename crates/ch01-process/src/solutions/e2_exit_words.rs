//! A signal is no code, and what it has ended has none: so `code()` is an `Option`, and whoever writes
//! `unwrap_or(0)` calls a killed child a success. On Windows every process has a code; there the
//! last line is never reached.

use std::env;
use std::io;
use std::process::{Child, Command, ExitStatus, Stdio, exit};

/// How it ended, as a sentence.
pub fn words(ended: ExitStatus) -> String {
    match ended.code() {
        Some(0) => return "it succeeded".to_owned(),
        Some(code) => return format!("it failed with code {code}"),
        None => {}
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&ended) {
        return format!("it was killed by signal {signal}");
    }
    "it ended in some other way".to_owned()
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
