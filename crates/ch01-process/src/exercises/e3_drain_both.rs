//! A child writes a great deal to its standard error, and then as much to its standard output. Read
//! both, whole. `Command::output` would do it; here you do it yourself.
//!
//! # Hint
//!
//! Whoever reads one pipe to its end, while the child fills the other, waits for a child that waits
//! for the reader. Two pipes want two readers: `std::thread::scope` has one thread read the one,
//! while you read the other.

use std::env;
use std::io::{self, Read, Write};
use std::process::{ChildStderr, ChildStdout, Command, Stdio, exit};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

// Your turn: what does the child do while nobody reads its standard error?
/// What the child wrote to its standard output, and to its standard error.
pub fn read_both(mut out: ChildStdout, mut err: ChildStderr) -> io::Result<(String, String)> {
    let (mut from_out, mut from_err) = (String::new(), String::new());
    out.read_to_string(&mut from_out)?;
    err.read_to_string(&mut from_err)?;
    Ok((from_out, from_err))
}

// The test: the same for the solution.

/// More than any system's pipe holds.
const LENGTH: usize = 1_000_000;

/// Both outputs come whole, within a few seconds.
pub fn test() {
    if env::args().last().is_some_and(|word| word == "child") {
        // Nobody reads any more once the test has failed.
        let _ = io::stderr().write_all(&[b'e'; LENGTH]);
        let _ = io::stdout().write_all(&[b'o'; LENGTH]);
        exit(0);
    }
    let mut command = Command::new(env::current_exe().expect("this program has a file"));
    command.args(env::args().skip(1)).arg("child");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the child starts");
    let out = child.stdout.take().expect("it is piped");
    let err = child.stderr.take().expect("it is piped");
    let (say, said) = channel();
    // On a thread of its own, so that a wait without end is noticed.
    thread::spawn(move || say.send(read_both(out, err)));
    let read = said.recv_timeout(Duration::from_secs(5));
    // It has ended, or never will.
    let _ = child.kill();
    let _ = child.wait();
    let Ok(read) = read else {
        panic!(
            "the child waits for somebody to read its standard error, and you wait for the child"
        )
    };
    let (from_out, from_err) = read.expect("a pipe can be read");
    assert_eq!(from_out, "o".repeat(LENGTH), "the standard output comes whole");
    assert_eq!(from_err, "e".repeat(LENGTH), "the standard error comes whole");
}
