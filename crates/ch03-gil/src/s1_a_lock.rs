//! A lock that one must hold to work, and holds until the work is done.
//!
//! Run it: `cargo listing s1_a_lock`.

use std::sync::mpsc::{self, Receiver};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The lock. It guards no data: whoever holds it may run.
pub struct Gil {
    is_held: Mutex<bool>,
    released: Condvar,
}

impl Gil {
    pub const fn new() -> Gil {
        Gil { is_held: Mutex::new(false), released: Condvar::new() }
    }

    /// Waits until the lock is free, and takes it.
    pub fn acquire(&self) {
        let _waits = timeline::waiting("the lock"); // only draws the timeline
        let mut is_held = self.is_held.lock().unwrap();
        while *is_held {
            is_held = self.released.wait(is_held).unwrap();
        }
        *is_held = true;
    }

    /// Lets it go.
    pub fn release(&self) {
        *self.is_held.lock().unwrap() = false;
        self.released.notify_one();
    }
}

/// For how long a thread works if its neighbour has no turn meanwhile.
const LIMIT: Duration = Duration::from_secs(1);

/// Computes in steps until the neighbour has had its turn; says whether it has.
fn compute(_: &Gil, turn: &Receiver<()>) -> bool {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        if turn.try_recv().is_ok() {
            return true;
        }
    }
    false
}

/// Waits until the neighbour has had its turn; says whether it has.
fn wait(_: &Gil, turn: &Receiver<()>) -> bool {
    let _waits = timeline::waiting("the neighbour");
    turn.recv_timeout(LIMIT).is_ok()
}

/// Works while a neighbour wants a turn.
fn beside(what: &str, work: fn(&Gil, &Receiver<()>) -> bool) {
    let gil = Gil::new();
    let (say, turn) = mpsc::channel();
    let _lane = timeline::thread(what);
    gil.acquire();
    thread::scope(|scope| {
        scope.spawn(|| {
            let _lane = timeline::thread(format!("beside {what}"));
            gil.acquire();
            say.send(()).unwrap();
            gil.release();
        });
        let when = if work(&gil, &turn) { "in the middle" } else { "at its end" };
        println!("beside {what}, the neighbour has its turn {when}");
        gil.release();
    });
}

pub fn main() {
    beside("one that computes", compute);
    beside("one that waits", wait);
}
