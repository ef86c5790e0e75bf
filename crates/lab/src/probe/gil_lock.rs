//! A lock that is handed over as CPython hands over its GIL.
//!
//! Who waits for it sleeps for the switch interval, and then asks the holder to let it go. The
//! holder looks for that between two steps of its work, lets the lock go, and waits until somebody
//! else has it: otherwise it would often be the first to take it again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// As `sys.getswitchinterval()` says in CPython.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// The lock. It guards no data: all that runs between `acquire` and `release` runs alone.
#[derive(Default)]
pub struct Gil {
    state: Mutex<State>,
    released: Condvar,
    taken: Condvar,
    asked_for: AtomicBool,
}

#[derive(Default)]
struct State {
    is_held: bool,
    /// How often it was taken.
    takings: u64,
}

impl Gil {
    /// Waits for the lock, and takes it.
    pub fn acquire(&self) {
        let mut state = self.state();
        while state.is_held {
            let seen = state.takings;
            let (next, wait) = self
                .released
                .wait_timeout_while(state, SWITCH_INTERVAL, |state| state.is_held)
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            state = next;
            // Who has just taken it is not asked before its interval is over.
            if wait.timed_out() && state.is_held && state.takings == seen {
                self.asked_for.store(true, Ordering::Relaxed);
            }
        }
        state.is_held = true;
        state.takings += 1;
        self.asked_for.store(false, Ordering::Relaxed);
        self.taken.notify_all();
    }

    /// Lets it go: before a call that blocks, and at the end.
    pub fn release(&self) {
        self.state().is_held = false;
        self.released.notify_one();
    }

    /// Between two steps: hands it over if somebody asks for it.
    pub fn checkpoint(&self) {
        if !self.asked_for.load(Ordering::Relaxed) {
            return;
        }
        let mut state = self.state();
        let mine = state.takings;
        state.is_held = false;
        self.released.notify_one();
        while state.takings == mine {
            state = self.taken.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        drop(state);
        self.acquire();
    }

    /// Runs something that blocks while others have the lock.
    pub fn released<T>(&self, block: impl FnOnce() -> T) -> T {
        self.release();
        let result = block();
        self.acquire();
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;
    use std::thread;

    #[test]
    fn one_at_a_time_and_all_get_their_turn() {
        let gil = Gil::default();
        let inside = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    gil.acquire();
                    for _ in 0..2_000 {
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::hint::spin_loop();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        gil.checkpoint();
                    }
                    gil.release();
                });
            }
        });
        assert!(gil.state().takings >= 3);
    }

    #[test]
    fn who_computes_is_made_to_hand_over() {
        let gil = Gil::default();
        let has_run = AtomicBool::new(false);
        gil.acquire();
        thread::scope(|scope| {
            scope.spawn(|| {
                gil.acquire();
                has_run.store(true, Ordering::SeqCst);
                gil.release();
            });
            // Without a hand-over this loop would never end.
            while !has_run.load(Ordering::SeqCst) {
                gil.checkpoint();
            }
        });
        gil.release();
    }

    #[test]
    fn others_run_while_one_blocks() {
        let gil = Gil::default();
        let (say, hear) = std::sync::mpsc::channel();
        gil.acquire();
        thread::scope(|scope| {
            scope.spawn(|| {
                gil.acquire();
                say.send(()).unwrap();
                gil.release();
            });
            gil.released(|| hear.recv().unwrap());
        });
        gil.release();
    }
}
