//! A lock that is handed over between two steps, if somebody asks for it.
//!
//! Run it: `cargo listing s2_asked_for`.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// For how long a thread waits before it asks for the lock: as in CPython.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// The lock. It guards no data: whoever holds it may run.
pub struct Gil {
    state: Mutex<State>,
    released: Condvar,
    taken: Condvar,
    /// Whether somebody has waited for the whole interval.
    asked_for: AtomicBool,
}

struct State {
    is_held: bool,
    /// How often it has been taken.
    takings: u64,
}

impl Gil {
    pub const fn new() -> Gil {
        Gil {
            state: Mutex::new(State { is_held: false, takings: 0 }),
            released: Condvar::new(),
            taken: Condvar::new(),
            asked_for: AtomicBool::new(false),
        }
    }

    /// Waits until the lock is free, and takes it. After each interval, asks for it.
    pub fn acquire(&self) {
        let _waits = timeline::waiting("the lock"); // only draws the timeline
        let mut state = self.state.lock().unwrap();
        while state.is_held {
            let seen = state.takings;
            let (now, wait) = self.released.wait_timeout(state, SWITCH_INTERVAL).unwrap();
            state = now;
            // Whoever has taken it meanwhile is not asked yet.
            if wait.timed_out() && state.takings == seen {
                self.asked_for.store(true, Relaxed);
            }
        }
        state.is_held = true;
        state.takings += 1;
        self.asked_for.store(false, Relaxed);
        self.taken.notify_all();
    }

    /// Lets it go.
    pub fn release(&self) {
        self.state.lock().unwrap().is_held = false;
        self.released.notify_one();
    }

    /// Between two steps: hands the lock over if somebody asks, and waits to have it again.
    pub fn checkpoint(&self) {
        if !self.asked_for.load(Relaxed) {
            return;
        }
        let waits = timeline::waiting("its turn");
        let mut state = self.state.lock().unwrap();
        let mine = state.takings;
        state.is_held = false;
        self.released.notify_one();
        // Not before somebody else has taken it: or it would be taken again right here.
        while state.takings == mine {
            state = self.taken.wait(state).unwrap();
        }
        drop((state, waits));
        self.acquire();
    }
}

/// For how long a thread works if its neighbour has no turn meanwhile.
const LIMIT: Duration = Duration::from_secs(1);

/// Computes in steps until the neighbour has had its turn; says whether it has.
fn compute(gil: &Gil, turn: &Receiver<()>) -> bool {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        gil.checkpoint();
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
