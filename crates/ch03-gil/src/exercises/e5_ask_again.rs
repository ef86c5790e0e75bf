//! This lock works for two threads that only compute. With three, one waits for ever, beside a holder
//! who would hand over at once if only somebody asked. Somebody did. What became of that?
//!
//! # Hint
//!
//! Follow `asked_for` when two wait and both have asked. Who takes the flag down, and for whom?

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const INTERVAL: Duration = Duration::from_millis(5);

/// Much like the `Gil` of the chapter.
#[derive(Default)]
struct Gil {
    state: Mutex<State>,
    changed: Condvar,
    asked_for: AtomicBool,
    /// How often somebody has asked, for the test.
    asked: AtomicU32,
}

#[derive(Default)]
struct State {
    is_held: bool,
    takings: u64,
}

impl Gil {
    fn acquire(&self) {
        let state = self.state.lock().unwrap();
        let is_held = |state: &mut State| state.is_held;
        // Your turn: how often does it ask, and who has heard it?
        let (state, wait) = self.changed.wait_timeout_while(state, INTERVAL, is_held).unwrap();
        if wait.timed_out() {
            self.ask();
        }
        let mut state = self.changed.wait_while(state, is_held).unwrap();
        state.is_held = true;
        state.takings += 1;
        self.asked_for.store(false, SeqCst);
        self.changed.notify_all();
    }

    fn ask(&self) {
        self.asked.fetch_add(1, SeqCst);
        self.asked_for.store(true, SeqCst);
    }

    fn release(&self) {
        self.state.lock().unwrap().is_held = false;
        self.changed.notify_all();
    }

    fn checkpoint(&self) {
        if !self.asked_for.load(SeqCst) {
            return;
        }
        let mut state = self.state.lock().unwrap();
        let mine = state.takings;
        state.is_held = false;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |state| state.takings == mine).unwrap());
        self.acquire();
    }
}

// The test: the same for the solution.

/// When two wait and both have asked, both get the lock, although the first to get it computes on.
pub fn test() {
    let gil = Gil::default();
    let turns = AtomicU32::new(0);
    gil.acquire();
    let in_time = thread::scope(|scope| {
        let neighbours = [0; 2].map(|_| scope.spawn(|| has_company(&gil, &turns)));
        // Until both have asked at least once.
        while gil.asked.load(SeqCst) < 2 {
            thread::sleep(Duration::from_millis(1));
        }
        gil.release();
        neighbours.map(|neighbour| neighbour.join().expect("no neighbour panics"))
    });
    assert_eq!(in_time, [true, true], "one computes with the lock, and the other waits for ever");
}

/// Takes the lock and computes until the other one has had it, too; or gives up after a while.
fn has_company(gil: &Gil, turns: &AtomicU32) -> bool {
    let limit = Instant::now() + Duration::from_secs(2);
    gil.acquire();
    turns.fetch_add(1, SeqCst);
    while turns.load(SeqCst) < 2 && Instant::now() < limit {
        gil.checkpoint();
    }
    let met = turns.load(SeqCst) == 2;
    gil.release();
    met
}
