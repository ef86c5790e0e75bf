//! Threads that compute, with a GIL and without: the same work on 1, 2 and 4 of them.

use super::{compute, whole};
use crate::plan::{Probe, Quantity, Size};
use crate::python::Interpreter;
use crate::reading::Reading;
use anyhow::Result;
use ch03_gil::Gil;
use figures::{Words, words};
use std::thread;

const RUST: Words = words("Rust", "Rust");
const RUST_GIL: Words = words("Rust behind a GIL", "加了 GIL 的 Rust");
const PYTHON: Words = words("CPython", "CPython");
const FREE: Words = words("CPython without the GIL", "不带 GIL 的 CPython");
const FREE_GIL: Words = words("the same, PYTHON_GIL=1", "同上，PYTHON_GIL=1");

/// Four lines, and a fifth: the free-threaded Python told to have a GIL.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::python("gil.python.1", PYTHON),
        Probe::python("gil.python.2", PYTHON),
        Probe::python("gil.python.4", PYTHON),
        Probe::python("gil.free.1", FREE).by(Interpreter::FreeThreaded),
        Probe::python("gil.free.2", FREE).by(Interpreter::FreeThreaded),
        Probe::python("gil.free.4", FREE).by(Interpreter::FreeThreaded),
        Probe::python("gil.free_gil.1", FREE_GIL).by(Interpreter::FreeThreadedWithGil),
        Probe::python("gil.free_gil.2", FREE_GIL).by(Interpreter::FreeThreadedWithGil),
        Probe::python("gil.free_gil.4", FREE_GIL).by(Interpreter::FreeThreadedWithGil),
        Probe::rust("gil.rust_gil.1", RUST_GIL, |size| behind_a_gil(size, 1)),
        Probe::rust("gil.rust_gil.2", RUST_GIL, |size| behind_a_gil(size, 2)),
        Probe::rust("gil.rust_gil.4", RUST_GIL, |size| behind_a_gil(size, 4)),
        Probe::rust("gil.rust.1", RUST, |size| free(size, 1)),
        Probe::rust("gil.rust.2", RUST, |size| free(size, 2)),
        Probe::rust("gil.rust.4", RUST, |size| free(size, 4)),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

/// The work is cut into pieces, as bytecodes cut that of an interpreter. A piece takes less than
/// a microsecond.
const PIECE: u64 = 500;

fn pieces(size: Size) -> u64 {
    size.of(120_000, 4_000)
}

fn free(size: Size, threads: u64) -> Result<Reading> {
    let pieces = pieces(size);
    Ok(whole(pieces, || {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    for _ in 0..pieces / threads {
                        compute::steps(PIECE);
                    }
                });
            }
        });
    }))
}

fn behind_a_gil(size: Size, threads: u64) -> Result<Reading> {
    let pieces = pieces(size);
    let gil = Gil::new();
    Ok(whole(pieces, || {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    gil.acquire();
                    for _ in 0..pieces / threads {
                        compute::steps(PIECE);
                        gil.checkpoint();
                    }
                    gil.release();
                });
            }
        });
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_the_same_on_any_number_of_threads() {
        for threads in [1, 2, 4] {
            assert_eq!(free(Size::Quick, threads).unwrap().units, pieces(Size::Quick));
            assert_eq!(behind_a_gil(Size::Quick, threads).unwrap().units, pieces(Size::Quick));
            assert_eq!(pieces(Size::Full) % threads, 0);
            assert_eq!(pieces(Size::Quick) % threads, 0);
        }
    }
}
