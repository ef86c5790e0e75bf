//! This worker ends after three jobs, and the parent starts another one. Pools have such a setting
//! because a worker's end gives back all memory that it forgot to free. But here one job in four is
//! lost on the way. Lose none.
//!
//! # Hint
//!
//! `ask` gives `None` if the worker has ended before it answered. Then another one starts. Who asks
//! it for the job that the first one did not do?

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::Range;
use std::process::{Child, ChildStdout, Command, Stdio, exit};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The squares of these numbers, from workers that end after three jobs each.
pub fn squares(numbers: Range<u32>) -> Vec<u32> {
    let mut worker = Worker::start();
    let mut squares = Vec::new();
    for number in numbers {
        // Your turn: what becomes of this number if the worker is gone?
        match worker.ask(number) {
            Some(square) => squares.push(square),
            None => worker = Worker::start(),
        }
    }
    squares
}

fn work() {
    for line in io::stdin().lines().take(3) {
        let number: u32 = line.unwrap().parse().unwrap();
        println!("{}", number * number);
    }
}

/// How many workers have been started.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// The parent's end of a worker: a line to it is a job, a line from it is a result.
struct Worker {
    child: Child,
    results: BufReader<ChildStdout>,
}

impl Worker {
    fn start() -> Worker {
        STARTED.fetch_add(1, Relaxed);
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(env::args().skip(1)).arg("child");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let results = BufReader::new(child.stdout.take().unwrap());
        Worker { child, results }
    }

    /// The result; none if the worker ended before it answered.
    fn ask(&mut self, number: u32) -> Option<u32> {
        writeln!(self.child.stdin.as_mut()?, "{number}").ok()?;
        let mut line = String::new();
        self.results.read_line(&mut line).ok()?;
        line.trim().parse().ok()
    }
}

impl Drop for Worker {
    /// Closes its stdin; a worker that still lives ends by that. Waits until it has ended.
    fn drop(&mut self) {
        self.child.wait().unwrap();
    }
}

// The test: the same for the solution.

/// Ten numbers, ten squares, and no more workers than are needed.
pub fn test() {
    if env::args().last().is_some_and(|word| word == "child") {
        work();
        exit(0);
    }
    let squares = squares(1..11);
    let expected: Vec<u32> = (1..11).map(|number| number * number).collect();
    assert_eq!(squares, expected, "each number has its square, in order");
    assert_eq!(STARTED.load(Relaxed), 4, "ten numbers, at three a worker, need four workers");
}
