//! Whoever takes the lock takes the flag down, and with it the wishes of all others. Nobody puts it
//! up again for them: they have asked once, and now they wait to be called. So a request needs to be
//! repeated as long as it is not granted. (A count of those who wait would do as well. But it would
//! ask the new holder at once, before its interval has begun.) It is the mistake that this book is
//! full of: a signal that is taken back although not everybody has had it.

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
        let mut state = self.state.lock().unwrap();
        let is_held = |state: &mut State| state.is_held;
        while state.is_held {
            let (now, wait) = self.changed.wait_timeout_while(state, INTERVAL, is_held).unwrap();
            state = now;
            if wait.timed_out() {
                self.ask();
            }
        }
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
