//! Twelve jobs for three worker processes. One job kills its worker once, another each time.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::Range;
use std::process::{Child, ChildStdout, Command, Stdio, exit};
use std::sync::Mutex;
use std::thread;

const WORKERS: usize = 3;
const ATTEMPTS: u32 = 3;

pub fn main() {
    if env::args().last().unwrap() == "worker" {
        return work();
    }
    let jobs = Mutex::new(1..13);
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|threads| {
        for _ in 0..WORKERS {
            threads.spawn(|| serve(&jobs, &results));
        }
    });
    for (job, result) in results.into_inner().unwrap() {
        println!("job {job}: {result}");
    }
}

/// One worker's thread: does one job after the other, until there are no more.
fn serve(jobs: &Mutex<Range<u32>>, results: &Mutex<BTreeMap<u32, String>>) {
    let mut worker = Worker::start();
    while let Some(job) = take(jobs) {
        let _lane = timeline::thread(format!("job {job}"));
        let mut result = format!("given up after {ATTEMPTS} attempts");
        for attempt in 1..=ATTEMPTS {
            if let Some(answer) = worker.ask(job, attempt) {
                result = format!("{answer}, attempt {attempt}");
                break;
            }
            timeline::mark("worker gone");
            worker = Worker::start();
        }
        results.lock().unwrap().insert(job, result);
    }
}

fn take(jobs: &Mutex<Range<u32>>) -> Option<u32> {
    jobs.lock().unwrap().next()
}

fn work() {
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let (job, attempt) = line.split_once(' ').unwrap();
        let job: u32 = job.parse().unwrap();
        if (job == 5 && attempt == "1") || job == 9 {
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
