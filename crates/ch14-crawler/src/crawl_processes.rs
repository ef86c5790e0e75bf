//! The crawler as processes: one has the frontier, the others ask and judge.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{self, Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Instant;

use crate::blocking::fetch;
use crate::core::{Frontier, Job, Limits, Next, Outcome, Report, Trouble, judge};
use crate::net::Net;
use crate::site::Site;

/// How many pages a worker reads before it ends. What it has leaked goes with it.
const JOBS: usize = 30;

pub fn main() {
    if let Some(address) = env::args().nth(4) {
        let site = address.parse().expect("the first process passes an address");
        return answer(site, &Site::limits());
    }
    let site = Site::open().expect("a port is free");
    let report = crawl(site.address(), &Site::limits());
    println!("{report}");
    println!("the site says: {}", site.verdict());
}

/// The worker: reads a job a line, and writes an outcome a line.
pub fn answer(site: SocketAddr, limits: &Limits) {
    let net = Net::all_at(site);
    for line in io::stdin().lines().take(JOBS) {
        let job: Job = serde_json::from_str(&line.expect("text")).expect("a job");
        let outcome = judge(&job, fetch(&job, &net, limits), limits);
        println!("{}", serde_json::to_string(&outcome).expect("an outcome can be written"));
    }
}

struct Shared {
    desk: Mutex<(Frontier, Report)>,
    changed: Condvar,
    began: Instant,
}

pub fn crawl(site: SocketAddr, limits: &Limits) -> Report {
    let frontier = Frontier::new(limits.clone(), &Site::starts());
    let desk = Mutex::new((frontier, Report::default()));
    let shared = Shared { desk, changed: Condvar::new(), began: Instant::now() };
    thread::scope(|scope| {
        for _ in 0..limits.at_once {
            scope.spawn(|| {
                if let Err(why) = work(&shared, site) {
                    // The others would wait for ever for the job that this one has in hand.
                    eprintln!("a worker does not start: {why}");
                    process::exit(1);
                }
            });
        }
    });
    shared.desk.into_inner().unwrap().1
}

/// A thread for each worker, which waits for it.
fn work(shared: &Shared, site: SocketAddr) -> io::Result<()> {
    let mut worker = Worker::start(site)?;
    let mut desk = shared.desk.lock().unwrap();
    loop {
        let next = desk.0.next(shared.began.elapsed());
        let commits: Vec<_> = desk.0.commits().collect();
        desk.1.extend(commits);
        match next {
            Next::Fetch(job) => {
                drop(desk);
                let mut outcome = worker.ask(&job);
                for _ in 0..2 {
                    if outcome.is_err() {
                        // It has ended, or was killed: the next one begins with the same job.
                        worker = Worker::start(site)?;
                        outcome = worker.ask(&job);
                    }
                }
                // A job that no worker survives is not sent for ever.
                let outcome = outcome.unwrap_or(Outcome::Again(Trouble::Broken, None));
                desk = shared.desk.lock().unwrap();
                desk.0.done(job, outcome, shared.began.elapsed());
                shared.changed.notify_all();
            }
            Next::Wait(until) => {
                let time = until.saturating_sub(shared.began.elapsed());
                desk = shared.changed.wait_timeout(desk, time).unwrap().0;
            }
            Next::Busy => desk = shared.changed.wait(desk).unwrap(),
            Next::Done => return Ok(()),
        }
    }
}

struct Worker {
    child: Child,
    jobs: ChildStdin,
    outcomes: BufReader<ChildStdout>,
}

impl Worker {
    fn start(site: SocketAddr) -> io::Result<Worker> {
        let mut command = Command::new(env::current_exe()?);
        command.args(env::args().skip(1)).arg(site.to_string());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let jobs = child.stdin.take().expect("its input is a pipe");
        let outcomes = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        Ok(Worker { child, jobs, outcomes })
    }

    fn ask(&mut self, job: &Job) -> io::Result<Outcome> {
        writeln!(self.jobs, "{}", serde_json::to_string(job)?)?;
        let mut line = String::new();
        self.outcomes.read_line(&mut line)?;
        // An empty line is none: the worker has gone.
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
