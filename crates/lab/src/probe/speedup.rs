//! Threads that do nothing but wait: a hundred waits on 1 to 100 of them.

use super::whole;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Context, Result};
use figures::{Words, words};
use std::thread;
use std::time::Duration;

const RUST: Words = words("Rust", "Rust");
const PYTHON: Words = words("CPython", "CPython");

/// How many waits, shared by all threads.
const WAITS: u32 = 100;

/// One line for each language.
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
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

/// Starting the threads is part of it: that is what eats the gain in the end.
fn waits(size: Size, threads: u32) -> Result<Reading> {
    let wait = size.of(Duration::from_micros(2_500), Duration::from_micros(400));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_thread_waits_less_than_its_part() {
        for threads in [1, 20, 100] {
            let reading = waits(Size::Quick, threads).unwrap();
            let part = 400e-6 * f64::from(WAITS / threads);
            assert!(reading.wall_s >= part, "{threads}: {reading:?}");
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
