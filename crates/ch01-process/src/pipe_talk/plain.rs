//! How much may a parent write to its child before it reads what the child answers?

use std::env;
use std::io::{self, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// After that we take it that nobody moves any more.
const LIMIT: Duration = Duration::from_secs(5);

type Talk = fn(ChildStdin, ChildStdout, &str) -> io::Result<String>;

pub fn main() {
    if env::args().last().unwrap() == "child" {
        return answer_in_capitals();
    }
    println!("10 lines, write, then read: {}", under_a_limit(write_then_read, 10));
    println!("10000 lines, write, then read: {}", under_a_limit(write_then_read, 10000));
    println!("10000 lines, write and read: {}", under_a_limit(write_and_read, 10000));
}

fn answer_in_capitals() {
    let _lane = timeline::process("child");
    // In pieces, where Python has lines: so few of them can be drawn.
    let mut text = vec![0; 50_000];
    loop {
        let count = io::stdin().read(&mut text).unwrap();
        if count == 0 {
            return;
        }
        text.make_ascii_uppercase();
        let _waiting = timeline::waiting("to write");
        io::stdout().write_all(&text[..count]).unwrap();
    }
}

// ANCHOR: talk
fn write_then_read(
    mut to_child: ChildStdin,
    mut from: ChildStdout,
    text: &str,
) -> io::Result<String> {
    let waiting = timeline::waiting("to write");
    to_child.write_all(text.as_bytes())?;
    drop(waiting);
    let _waiting = timeline::waiting("to read");
    drop(to_child);
    let mut answer = String::new();
    from.read_to_string(&mut answer)?;
    Ok(answer)
}

fn write_and_read(
    mut to_child: ChildStdin,
    mut from: ChildStdout,
    text: &str,
) -> io::Result<String> {
    thread::scope(|threads| {
        let writer = threads.spawn(move || to_child.write_all(text.as_bytes()));
        let mut answer = String::new();
        let _waiting = timeline::waiting("to read");
        from.read_to_string(&mut answer)?;
        writer.join().unwrap()?;
        Ok(answer)
    })
}
// ANCHOR_END: talk

fn under_a_limit(talk: Talk, lines: usize) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(env::args().skip(1)).arg("child");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (to_child, from_child) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (say, outcome) = mpsc::channel();
    thread::spawn(move || {
        let lane = timeline::thread("parent");
        let text = ("x".repeat(99) + "\n").repeat(lines);
        let said = match talk(to_child, from_child, &text) {
            Ok(answer) if answer == text.to_uppercase() => "all back",
            Ok(_) => "garbled",
            Err(_) => "the write failed",
        };
        drop(lane);
        say.send(said).unwrap();
    });
    let said = match outcome.recv_timeout(LIMIT) {
        Ok(said) => said.to_owned(),
        Err(_) => {
            child.kill().unwrap();
            format!("stuck, so we kill the child; {}", outcome.recv().unwrap())
        }
    };
    child.wait().unwrap();
    said
}
