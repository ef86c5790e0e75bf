//! One worker process does four jobs, and dies in the middle of the third.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio, exit};

pub fn main() {
    if env::args().last().unwrap() == "worker" {
        return work();
    }
    let _lane = timeline::process("parent");
    let mut worker = Worker::start();
    for job in 1..5 {
        let mut answer = worker.ask(job, 1);
        if answer.is_none() {
            timeline::mark("end of file");
            println!("job {job}: the worker is gone; another one starts");
            worker = Worker::start();
            answer = worker.ask(job, 2);
        }
        println!("job {job}: {}", answer.unwrap());
    }
}

fn work() {
    let lane = timeline::process("worker");
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let (job, attempt) = line.split_once(' ').unwrap();
        let job: u32 = job.parse().unwrap();
        let span = timeline::span(format!("job {job}"));
        if job == 3 && attempt == "1" {
            drop((span, lane)); // only for the timeline: exit drops nothing
            exit(1); // as if the system had killed it
        }
        println!("{}", job * job);
    }
}

/// The parent's end of a worker: a line to it is a job, a line from it is a result.
struct Worker {
    child: Child,
    results: BufReader<ChildStdout>,
}

impl Worker {
    fn start() -> Worker {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(env::args().skip(1)).arg("worker");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let results = BufReader::new(child.stdout.take().unwrap());
        Worker { child, results }
    }

    /// The result; none if the worker ended before it answered.
    fn ask(&mut self, job: u32, attempt: u32) -> Option<u32> {
        writeln!(self.child.stdin.as_mut()?, "{job} {attempt}").ok()?;
        let _waiting = timeline::waiting(format!("job {job}"));
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
