//! One load under the four models of the notes, and the fifth that Rust adds.
//!
//! The load: requests to a slow server, and some computing for each answer. The processes are
//! started before the clock is: what starting them costs is another figure.
//!
//! Model 3 has more threads than model 2, which alone is a gain. `as_many_threads` has as many in
//! one process, so that what remains is the gain of several processes.

mod client;
mod server;

use super::place;
use super::side::Side;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Result, ensure};
use figures::words;
use std::time::{Duration, Instant};

pub use client::{Load, ask, side as client_side};
pub use server::{Server, side as server_side};

/// How many processes model 2 has, and how many threads a process of the others.
const MANY: usize = 10;

/// Who does the work: so many processes, and in each so many threads, or so many loops.
#[derive(Debug, Clone, Copy)]
struct Model {
    processes: usize,
    workers: Workers,
}

/// What a process has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workers {
    /// So many threads; each asks, waits, computes, and asks again.
    Threads(usize),
    /// So many threads with a loop in each, and a task for each request.
    Loops(usize),
}

/// Each model in Rust and in Python.
pub fn probes() -> Vec<Probe> {
    use Workers::{Loops, Threads};
    let all = vec![
        Probe::rust("models.rust.one", words("1 process, 1 thread", "1 进程 1 线程"), |size| {
            run(size, Model { processes: 1, workers: Threads(1) })
        }),
        Probe::rust("models.rust.processes", words("10 processes", "10 进程"), |size| {
            run(size, Model { processes: MANY, workers: Threads(1) })
        }),
        Probe::rust("models.rust.threads", words("10 threads", "10 线程"), |size| {
            run(size, Model { processes: 1, workers: Threads(MANY) })
        }),
        Probe::rust(
            "models.rust.processes_threads",
            words("a process a core × 10 threads", "每核一进程 × 10 线程"),
            |size| run(size, Model { processes: cores(), workers: Threads(MANY) }),
        ),
        Probe::rust(
            "models.rust.as_many_threads",
            words("1 process, 10 threads a core", "1 进程，每核 10 线程"),
            |size| run(size, Model { processes: 1, workers: Threads(cores() * MANY) }),
        ),
        Probe::rust(
            "models.rust.coroutines",
            words("coroutines, 1 loop", "协程，1 个循环"),
            |size| run(size, Model { processes: 1, workers: Loops(1) }),
        ),
        Probe::rust(
            "models.rust.processes_coroutines",
            words("a process a core × coroutines", "每核一进程 × 协程"),
            |size| run(size, Model { processes: cores(), workers: Loops(1) }),
        ),
        Probe::rust(
            "models.rust.loops",
            words("1 process, a loop a core", "1 进程，每核一循环"),
            |size| run(size, Model { processes: 1, workers: Loops(cores()) }),
        ),
        Probe::python(
            "models.python.one",
            words("1 process, 1 thread, Python", "1 进程 1 线程，Python"),
        ),
        Probe::python("models.python.processes", words("10 processes, Python", "10 进程，Python")),
        Probe::python("models.python.threads", words("10 threads, Python", "10 线程，Python")),
        Probe::python(
            "models.python.processes_threads",
            words("a process a core × 10 threads, Python", "每核一进程 × 10 线程，Python"),
        ),
        Probe::python(
            "models.python.as_many_threads",
            words("1 process, 10 threads a core, Python", "1 进程，每核 10 线程，Python"),
        ),
        Probe::python(
            "models.python.coroutines",
            words("coroutines, 1 loop, Python", "协程，1 个循环，Python"),
        ),
        Probe::python(
            "models.python.processes_coroutines",
            words("a process a core × coroutines, Python", "每核一进程 × 协程，Python"),
        ),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

/// More than eight would measure the server.
fn cores() -> usize {
    place::cores().min(8)
}

fn load(size: Size) -> Load {
    Load { requests: size.of(60, 20), steps: size.of(300_000, 2_000) }
}

fn run(size: Size, model: Model) -> Result<Reading> {
    let server = Server::start(size.of(Duration::from_millis(4), Duration::from_millis(1)))?;
    let whole = load(size);
    let mut all = Vec::new();
    for place in 0..model.processes {
        let requests = whole.requests / model.processes
            + usize::from(place < whole.requests % model.processes);
        let load = Load { requests, ..whole };
        all.push(Side::start("load", &load.arguments(server.address(), model.workers))?);
    }
    for side in &mut all {
        ensure!(side.line()? == "ready", "a worker does not start");
    }
    let start = Instant::now();
    for side in &mut all {
        side.tell("go")?;
    }
    for side in &mut all {
        ensure!(side.line()? == "done", "a worker does not end its work");
    }
    let wall_s = start.elapsed().as_secs_f64();
    let mut cpu_s = 0.0;
    for side in all {
        cpu_s += side.finish()?;
    }
    server.stop()?;
    Ok(Reading { units: whole.requests as u64, wall_s, cpu_s, ..Reading::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_worker_is_told_it_understands() {
        for workers in [Workers::Threads(10), Workers::Loops(2)] {
            let load = Load { requests: 7, steps: 9 };
            let address = "127.0.0.1:80".parse().unwrap();
            let arguments = load.arguments(address, workers);
            let understood = Load::from_arguments(&arguments).unwrap();
            assert_eq!(understood, (address, load, workers));
        }
    }
}
