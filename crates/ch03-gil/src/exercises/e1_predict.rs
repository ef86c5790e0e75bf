//! A neighbour waits for the lock. Meanwhile its holder makes one of four calls, each of which lasts
//! for about a second. In which of them does the neighbour get the lock?
//!
//! # Hint
//!
//! Asking is not enough. Where in each of the four would the holder notice it?

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use crate::Gil;

const A_WHILE: Duration = Duration::from_secs(1);

fn sleep_released(gil: &Gil) {
    gil.released(|| thread::sleep(A_WHILE));
}

fn compute_in_steps(gil: &Gil) {
    let end = Instant::now() + A_WHILE;
    while Instant::now() < end {
        gil.checkpoint();
    }
}

fn compute_in_one_go(_: &Gil) {
    let end = Instant::now() + A_WHILE;
    while Instant::now() < end {}
}

fn sleep_holding(_: &Gil) {
    thread::sleep(A_WHILE);
}

// Your turn: this guess says that the neighbour gets the lock in all of them.
/// Whether the neighbour gets the lock in each of the four calls above, from top to bottom.
pub fn prediction() -> [bool; 4] {
    [true, true, true, true]
}

// The test: the same for the solution.

/// What the neighbour really gets is what was predicted.
pub fn test() {
    let calls: [fn(&Gil); 4] = [sleep_released, compute_in_steps, compute_in_one_go, sleep_holding];
    let got = calls.map(neighbour_gets_it);
    let right = prediction().iter().zip(got).filter(|(one, other)| *one == other).count();
    assert_eq!(right, 4, "Not all four are right. So many are.");
}

/// Makes the call while a neighbour waits for the lock.
fn neighbour_gets_it(call: fn(&Gil)) -> bool {
    let gil = Gil::new();
    let has_had_it = AtomicBool::new(false);
    gil.acquire();
    thread::scope(|scope| {
        scope.spawn(|| {
            gil.acquire();
            has_had_it.store(true, SeqCst);
            gil.release();
        });
        call(&gil);
        let had_it = has_had_it.load(SeqCst);
        gil.release();
        had_it
    })
}
