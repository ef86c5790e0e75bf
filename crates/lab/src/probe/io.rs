//! Threads that wait for a server: the same requests on 1, 2 and 4 of them.

use super::models::{ask, slow_server};
use super::try_whole;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Result, anyhow};
use ch03_gil::Gil;
use figures::{Words, words};
use std::thread;
use std::time::Duration;

const RUST: Words = words("Rust", "Rust");
const RUST_GIL: Words = words("Rust behind a GIL", "加了 GIL 的 Rust");
const PYTHON: Words = words("CPython", "CPython");

/// Three lines: a GIL is let go while its holder waits, so it should make no difference.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::python("io.python.1", PYTHON),
        Probe::python("io.python.2", PYTHON),
        Probe::python("io.python.4", PYTHON),
        Probe::rust("io.rust_gil.1", RUST_GIL, |size| behind_a_gil(size, 1)),
        Probe::rust("io.rust_gil.2", RUST_GIL, |size| behind_a_gil(size, 2)),
        Probe::rust("io.rust_gil.4", RUST_GIL, |size| behind_a_gil(size, 4)),
        Probe::rust("io.rust.1", RUST, |size| free(size, 1)),
        Probe::rust("io.rust.2", RUST, |size| free(size, 2)),
        Probe::rust("io.rust.4", RUST, |size| free(size, 4)),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

fn free(size: Size, threads: usize) -> Result<Reading> {
    on_threads(size, threads, &|ask| ask())
}

fn behind_a_gil(size: Size, threads: usize) -> Result<Reading> {
    let gil = Gil::new();
    on_threads(size, threads, &|ask| {
        gil.acquire();
        let result = gil.released(ask);
        gil.release();
        result
    })
}

/// How a thread makes a request.
type Manner<'a> = &'a (dyn Fn(&dyn Fn() -> Result<()>) -> Result<()> + Sync);

fn on_threads(size: Size, threads: usize, manner: Manner<'_>) -> Result<Reading> {
    let requests = size.of(24, 8);
    let server = slow_server(size.of(Duration::from_millis(3), Duration::from_millis(1)))?;
    let address = server.address();
    let reading = try_whole(requests as u64, || {
        thread::scope(|scope| {
            let work = || (0..requests / threads).try_for_each(|_| manner(&|| ask(address)));
            let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            all.into_iter()
                .try_for_each(|thread| thread.join().map_err(|_| anyhow!("a thread panicked"))?)
        })
    })?;
    server.stop()?;
    Ok(reading)
}
