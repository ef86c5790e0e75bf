//! A Python module in Rust: two functions, each once with the interpreter's lock held all the time,
//! and once with the lock let go.
//!
//! It is built as a library that Python loads (`libsteps.so`, `libsteps.dylib`, `steps.dll`). The
//! programs of the book never call it from Rust.

#![forbid(unsafe_code)]

use std::hint::black_box;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use pyo3::prelude::*;

/// How many threads have come to `meet`, and the signal that one more has come.
static ARRIVED: Mutex<u64> = Mutex::new(0);
static ONE_MORE: Condvar = Condvar::new();

/// Waits for a second thread to come in here. Says whether one came before the limit was over.
fn wait_for_another(limit: Duration) -> bool {
    let mut arrived = ARRIVED.lock().unwrap();
    let pair = *arrived / 2;
    *arrived += 1;
    ONE_MORE.notify_all();
    let is_alone = |arrived: &mut u64| *arrived / 2 == pair;
    let (mut arrived, wait) = ONE_MORE.wait_timeout_while(arrived, limit, is_alone).unwrap();
    if wait.timed_out() {
        *arrived -= 1;
    }
    !wait.timed_out()
}

// ANCHOR: meet
/// Waits for another thread, and holds on to the interpreter's lock meanwhile.
#[pyfunction]
fn meet_holding(milliseconds: u64) -> bool {
    wait_for_another(Duration::from_millis(milliseconds))
}

/// The same, with the lock let go.
#[pyfunction]
fn meet_released(py: Python<'_>, milliseconds: u64) -> bool {
    py.detach(|| wait_for_another(Duration::from_millis(milliseconds)))
}
// ANCHOR_END: meet

/// Computes in so many steps, and holds on to the lock.
#[pyfunction]
fn compute_holding(steps: u64) -> u64 {
    compute(steps)
}

/// The same, with the lock let go.
#[pyfunction]
fn compute_released(py: Python<'_>, steps: u64) -> u64 {
    py.detach(|| compute(steps))
}

/// Panics, to show what Python gets to see of that.
#[pyfunction]
fn give_up() {
    panic!("Rust has given up");
}

/// What Python sees: `import steps`.
#[pymodule]
mod steps {
    #[pymodule_export]
    use super::{compute_holding, compute_released, give_up, meet_holding, meet_released};
}

/// Work for a processor, of which the compiler can leave nothing out.
fn compute(steps: u64) -> u64 {
    let mut state = black_box(1_u64);
    for _ in 0..steps {
        state = black_box(state.wrapping_mul(5).wrapping_add(1));
    }
    state
}
