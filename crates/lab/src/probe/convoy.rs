//! How long a wait of a millisecond takes beside a thread that computes: with a GIL, and without.

use super::{compute, whole};
use crate::plan::{Probe, Size};
use crate::reading::Reading;
use anyhow::Result;
use ch03_gil::Gil;
use figures::words;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

/// Alone and beside a thread that computes; in Python also with a tenth of the switch interval.
pub fn probes() -> Vec<Probe> {
    vec![
        Probe::python("convoy.python.alone", words("alone, Python", "单独运行，Python")),
        Probe::python(
            "convoy.python.hog",
            words("beside one that computes, Python", "旁边有计算线程，Python"),
        ),
        Probe::python(
            "convoy.python.hog_short",
            words("the same, a tenth of the interval", "同上，切换间隔为十分之一"),
        ),
        Probe::rust(
            "convoy.rust_gil.alone",
            words("alone, Rust behind a GIL", "单独运行，加了 GIL 的 Rust"),
            |size| behind_a_gil(size, false),
        ),
        Probe::rust(
            "convoy.rust_gil.hog",
            words(
                "beside one that computes, Rust behind a GIL",
                "旁边有计算线程，加了 GIL 的 Rust",
            ),
            |size| behind_a_gil(size, true),
        ),
        Probe::rust(
            "convoy.rust.hog",
            words("beside one that computes, Rust", "旁边有计算线程，Rust"),
            free,
        ),
    ]
}

const MILLISECOND: Duration = Duration::from_millis(1);
/// What is computed between two checkpoints takes less than a microsecond.
const PIECE: u64 = 500;

fn waits(size: Size) -> u64 {
    size.of(30, 5)
}

fn behind_a_gil(size: Size, has_neighbour: bool) -> Result<Reading> {
    let gil = Gil::new();
    let compute = |stop: &AtomicBool| {
        gil.acquire();
        while !stop.load(Relaxed) {
            compute::steps(PIECE);
            gil.checkpoint();
        }
        gil.release();
    };
    let neighbour: Option<&(dyn Fn(&AtomicBool) + Sync)> =
        if has_neighbour { Some(&compute) } else { None };
    Ok(beside(neighbour, || {
        gil.acquire();
        let reading = whole(waits(size), || {
            (0..waits(size)).for_each(|_| gil.released(|| thread::sleep(MILLISECOND)));
        });
        // The neighbour needs it once more, to see that it may end.
        gil.release();
        reading
    }))
}

fn free(size: Size) -> Result<Reading> {
    let compute = |stop: &AtomicBool| {
        while !stop.load(Relaxed) {
            compute::steps(PIECE);
        }
    };
    Ok(beside(Some(&compute), || {
        whole(waits(size), || (0..waits(size)).for_each(|_| thread::sleep(MILLISECOND)))
    }))
}

/// Measures while a neighbour, if there is one, works on a thread of its own.
fn beside(
    neighbour: Option<&(dyn Fn(&AtomicBool) + Sync)>,
    measure: impl FnOnce() -> Reading,
) -> Reading {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        if let Some(work) = neighbour {
            scope.spawn(|| work(&stop));
        }
        let reading = measure();
        stop.store(true, Relaxed);
        reading
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wait_is_shorter_than_it_should_be() {
        for reading in [behind_a_gil(Size::Quick, true), behind_a_gil(Size::Quick, false)] {
            let reading = reading.unwrap();
            assert!(reading.wall_s >= 0.001 * reading.units as f64, "{reading:?}");
        }
        assert!(free(Size::Quick).unwrap().units > 0);
    }
}
