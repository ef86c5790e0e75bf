//! Two threads are to meet inside of a function, behind our lock: the same without any Python.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use crate::Gil;

static GIL: Gil = Gil::new();

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
fn meet_holding(milliseconds: u64) -> bool {
    wait_for_another(Duration::from_millis(milliseconds))
}

fn meet_released(milliseconds: u64) -> bool {
    GIL.released(|| wait_for_another(Duration::from_millis(milliseconds)))
}

/// A thread as Python has them: it holds the lock, unless what it calls lets go.
fn behind_the_gil(function: fn(u64) -> bool, milliseconds: u64) -> bool {
    GIL.acquire();
    let met = function(milliseconds);
    GIL.release();
    met
}

fn on_two_threads(function: fn(u64) -> bool, milliseconds: u64) -> String {
    let threads = [0; 2].map(|_| thread::spawn(move || behind_the_gil(function, milliseconds)));
    let met = threads.map(|thread| thread.join().unwrap());
    met.map(|each| if each { "met" } else { "alone" }).join(" and ")
}

pub fn main() {
    println!("holding the lock: {}", on_two_threads(meet_holding, 200));
    println!("having let go: {}", on_two_threads(meet_released, 30_000));
}
// ANCHOR_END: meet
