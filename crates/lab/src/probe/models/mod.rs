//! One load under the four models of the notes, and the fifth that Rust adds.
//!
//! The load: requests to a slow server, and some computing for each answer. Of the other two, one
//! is all waiting and the other nearly all computing. The processes are started before the clock
//! is: what starting them costs is another figure. Python’s models ask the same server, and what
//! they compute for an answer takes as long.
//!
//! Model 3 has more threads than model 2, which alone is a gain. `as_many_threads` has as many in
//! one process, so that what remains is the gain of several processes.

mod client;
mod server;

use super::compute;
use super::place;
use super::side::Side;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Context, Result, ensure};
use figures::{Unit, words};
use std::time::{Duration, Instant};

pub use client::{Load, ask, side as client_side};
pub use server::{side as server_side, slow as slow_server};

/// How often all processes of a model switched, of themselves or not, during the whole load.
const SWITCHES: Quantity = Quantity::Value("switches", Unit::Count);

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

/// A model in Rust: its time for the load, and how often its processes switched meanwhile.
macro_rules! in_rust {
    ($family:literal, $load:ident, $name:literal, $en:literal, $zh:literal,
     $processes:expr, $workers:expr) => {
        Probe::rust(concat!($family, ".rust.", $name), words($en, $zh), |size| {
            run(load(size, Kind::$load), Model { processes: $processes, workers: $workers })
        })
        .also(concat!("entries.", $family, ".rust.", $name), words($en, $zh), SWITCHES)
    };
}

/// The same in Python.
macro_rules! in_python {
    ($family:literal, $name:literal, $en:literal, $zh:literal) => {
        Probe::python(
            concat!($family, ".python.", $name),
            words(concat!($en, ", Python"), concat!($zh, "，Python")),
        )
        .also(
            concat!("entries.", $family, ".python.", $name),
            words(concat!($en, ", Python"), concat!($zh, "，Python")),
            SWITCHES,
        )
    };
}

/// All models under one load.
macro_rules! models {
    ($family:literal, $load:ident) => {
        [
            in_rust!($family, $load, "one", "1 thread", "1 个线程", 1, Threads(1)),
            in_rust!(
                $family,
                $load,
                "processes",
                "10 processes, 1 thread each",
                "10 个进程，各 1 个线程",
                MANY,
                Threads(1)
            ),
            in_rust!($family, $load, "threads", "10 threads", "10 个线程", 1, Threads(MANY)),
            in_rust!(
                $family,
                $load,
                "as_many_threads",
                "10 threads a core",
                "每个核 10 个线程",
                1,
                Threads(cores() * MANY)
            ),
            in_rust!(
                $family,
                $load,
                "processes_threads",
                "a process a core, 10 threads each",
                "每个核一个进程，各 10 个线程",
                cores(),
                Threads(MANY)
            ),
            in_rust!($family, $load, "coroutines", "1 loop", "1 个事件循环", 1, Loops(1)),
            in_rust!(
                $family,
                $load,
                "processes_coroutines",
                "a process a core, a loop in each",
                "每个核一个进程，各一个事件循环",
                cores(),
                Loops(1)
            ),
            in_rust!(
                $family,
                $load,
                "loops",
                "a thread a core, a loop on each",
                "每个核一个线程，各一个事件循环",
                1,
                Loops(cores())
            ),
            in_python!($family, "one", "1 thread", "1 个线程"),
            in_python!(
                $family,
                "processes",
                "10 processes, 1 thread each",
                "10 个进程，各 1 个线程"
            ),
            in_python!($family, "threads", "10 threads", "10 个线程"),
            in_python!($family, "as_many_threads", "10 threads a core", "每个核 10 个线程"),
            in_python!(
                $family,
                "processes_threads",
                "a process a core, 10 threads each",
                "每个核一个进程，各 10 个线程"
            ),
            in_python!($family, "coroutines", "1 loop", "1 个事件循环"),
            in_python!(
                $family,
                "processes_coroutines",
                "a process a core, a loop in each",
                "每个核一个进程，各一个事件循环"
            ),
        ]
    };
}

/// Each model in Rust and in Python, under each load.
pub fn probes() -> Vec<Probe> {
    use Workers::{Loops, Threads};
    let all = models!("models", Mixed)
        .into_iter()
        .chain(models!("models_wait", Wait))
        .chain(models!("models_compute", Compute));
    all.map(|probe| probe.of(Quantity::Wall)).collect()
}

/// More than eight would measure the server.
fn cores() -> usize {
    place::cores().min(8)
}

/// Three loads, of the same number of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A wait of some milliseconds, and a sixth of it to compute.
    Mixed,
    /// The same wait, and nothing to compute.
    Wait,
    /// Hardly any wait, and some milliseconds to compute.
    Compute,
}

/// A load, and how long the server takes for an answer.
fn load(size: Size, kind: Kind) -> (Duration, Load) {
    let wait = size.of(Duration::from_millis(4), Duration::from_millis(1));
    let (wait, computes) = match kind {
        Kind::Mixed => (wait, size.of(Duration::from_micros(650), Duration::from_micros(160))),
        Kind::Wait => (wait, Duration::ZERO),
        Kind::Compute => (wait / 20, size.of(Duration::from_millis(3), Duration::from_micros(500))),
    };
    let steps = compute::steps_in(computes);
    (wait, Load { requests: size.of(60, 20), steps })
}

fn run((wait, whole): (Duration, Load), model: Model) -> Result<Reading> {
    let server = slow_server(wait)?;
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
    let mut switches = Some(0.0);
    for side in &mut all {
        let line = side.line()?;
        let told = line.strip_prefix("done").context("a worker does not end its work")?;
        switches = switches.zip(told.trim().parse::<f64>().ok()).map(|(sum, one)| sum + one);
    }
    let wall_s = start.elapsed().as_secs_f64();
    let mut cpu_s = 0.0;
    for side in all {
        cpu_s += side.finish()?;
    }
    server.stop()?;
    let reading = Reading { units: whole.requests as u64, wall_s, cpu_s, ..Reading::default() };
    Ok(reading.with("switches", switches))
}

/// One process, with ten threads or one loop, under any load: for `crossover`.
pub fn ten_threads_or_one_loop(wait: Duration, load: Load, is_loop: bool) -> Result<Reading> {
    let workers = if is_loop { Workers::Loops(1) } else { Workers::Threads(MANY) };
    run((wait, load), Model { processes: 1, workers })
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
