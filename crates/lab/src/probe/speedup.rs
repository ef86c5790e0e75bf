//! A hundred waits on 1 to 100 threads, or coroutines, that do nothing but wait.

use super::whole;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Context, Result};
use figures::{Words, words};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;
use turns::EventLoop;

const RUST: Words = words("Rust", "Rust");
const PYTHON: Words = words("CPython", "CPython");
const POOL: Words = words("Rust, threads that are ready", "Rust，现成的线程");
const TURNS: Words = words("turns tasks", "turns 任务");
const ASYNCIO: Words = words("asyncio tasks", "asyncio 任务");

/// How many waits, shared by all threads.
const WAITS: u32 = 100;

/// Threads in each language, threads that need not be started, and coroutines in each language.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::rust("speedup.rust.1", RUST, |size| waits(size, 1)),
        Probe::rust("speedup.rust.2", RUST, |size| waits(size, 2)),
        Probe::rust("speedup.rust.5", RUST, |size| waits(size, 5)),
        Probe::rust("speedup.rust.10", RUST, |size| waits(size, 10)),
        Probe::rust("speedup.rust.20", RUST, |size| waits(size, 20)),
        Probe::rust("speedup.rust.50", RUST, |size| waits(size, 50)),
        Probe::rust("speedup.rust.100", RUST, |size| waits(size, 100)),
        Probe::python("speedup.python.1", PYTHON),
        Probe::python("speedup.python.2", PYTHON),
        Probe::python("speedup.python.5", PYTHON),
        Probe::python("speedup.python.10", PYTHON),
        Probe::python("speedup.python.20", PYTHON),
        Probe::python("speedup.python.50", PYTHON),
        Probe::python("speedup.python.100", PYTHON),
        Probe::rust("speedup.pool.1", POOL, |size| ready(size, 1)),
        Probe::rust("speedup.pool.2", POOL, |size| ready(size, 2)),
        Probe::rust("speedup.pool.5", POOL, |size| ready(size, 5)),
        Probe::rust("speedup.pool.10", POOL, |size| ready(size, 10)),
        Probe::rust("speedup.pool.20", POOL, |size| ready(size, 20)),
        Probe::rust("speedup.pool.50", POOL, |size| ready(size, 50)),
        Probe::rust("speedup.pool.100", POOL, |size| ready(size, 100)),
        Probe::rust("speedup.turns.1", TURNS, |size| tasks(size, 1)),
        Probe::rust("speedup.turns.2", TURNS, |size| tasks(size, 2)),
        Probe::rust("speedup.turns.5", TURNS, |size| tasks(size, 5)),
        Probe::rust("speedup.turns.10", TURNS, |size| tasks(size, 10)),
        Probe::rust("speedup.turns.20", TURNS, |size| tasks(size, 20)),
        Probe::rust("speedup.turns.50", TURNS, |size| tasks(size, 50)),
        Probe::rust("speedup.turns.100", TURNS, |size| tasks(size, 100)),
        Probe::python("speedup.asyncio.1", ASYNCIO),
        Probe::python("speedup.asyncio.2", ASYNCIO),
        Probe::python("speedup.asyncio.5", ASYNCIO),
        Probe::python("speedup.asyncio.10", ASYNCIO),
        Probe::python("speedup.asyncio.20", ASYNCIO),
        Probe::python("speedup.asyncio.50", ASYNCIO),
        Probe::python("speedup.asyncio.100", ASYNCIO),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

/// How long each wait is.
fn wait(size: Size) -> Duration {
    size.of(Duration::from_micros(2_500), Duration::from_micros(400))
}

/// Starting the threads is part of it: that is what eats the gain in the end.
fn waits(size: Size, threads: u32) -> Result<Reading> {
    let wait = wait(size);
    let mut all = Vec::new();
    let mut refused = Ok(());
    let reading = whole(u64::from(WAITS), || {
        for _ in 0..threads {
            let work = move || (0..WAITS / threads).for_each(|_| thread::sleep(wait));
            match thread::Builder::new().spawn(work) {
                Ok(thread) => all.push(thread),
                Err(error) => refused = Err(error),
            }
        }
        for thread in all.drain(..) {
            thread.join().expect("it only sleeps");
        }
    });
    refused.context("the system refuses one more thread")?;
    Ok(reading)
}

/// The threads are there already, and the time begins when they may go.
fn ready(size: Size, threads: u32) -> Result<Reading> {
    let wait = wait(size);
    let all = threads as usize + 1;
    let (there, go, done) = (Barrier::new(all), Barrier::new(all), Barrier::new(all));
    let (there, go, done) = (&there, &go, &done);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || {
                there.wait();
                go.wait();
                (0..WAITS / threads).for_each(|_| thread::sleep(wait));
                done.wait();
            });
        }
        there.wait();
        // From one barrier to the next they need a moment, which is not part of it.
        thread::sleep(Duration::from_millis(10));
        Ok(whole(u64::from(WAITS), || {
            go.wait();
            done.wait();
        }))
    })
}

/// One thread with a loop, and so many tasks.
fn tasks(size: Size, tasks: u32) -> Result<Reading> {
    let wait = wait(size);
    let event_loop = EventLoop::new();
    Ok(whole(u64::from(WAITS), || {
        event_loop.run_until_complete(async {
            let part = move |_| async move {
                for _ in 0..WAITS / tasks {
                    turns::time::sleep(wait).await;
                }
            };
            let all: Vec<_> = (0..tasks).map(|task| turns::spawn(part(task))).collect();
            for task in all {
                task.await.expect("it only sleeps");
            }
        });
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_less_than_its_part() {
        for threads in [1, 20, 100] {
            for how in [waits, ready, tasks] {
                let reading = how(Size::Quick, threads).unwrap();
                let part = 400e-6 * f64::from(WAITS / threads);
                assert!(reading.wall_s >= part, "{threads}: {reading:?}");
            }
        }
    }

    #[test]
    fn every_number_of_threads_divides_the_waits() {
        for probe in probes() {
            let threads: u32 = probe.name.rsplit('.').next().unwrap().parse().unwrap();
            assert_eq!(WAITS % threads, 0, "{}", probe.name);
        }
    }
}
