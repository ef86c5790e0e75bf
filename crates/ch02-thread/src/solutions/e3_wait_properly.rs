//! `wait` lets go of the lock and falls asleep in one step, so nobody can put a value in between and
//! wake a thread that does not sleep yet. It stands in a `while`, because a waker is only a hint: the
//! system may wake a thread for nothing, and another thread may have been quicker. Both sides may wait
//! at the same condition variable here, since there is only one thread on each; with more, use
//! `notify_all`, or two of them, or the wake goes to somebody who cannot use it.

use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// A place for one value.
#[derive(Default)]
pub struct Place {
    value: Mutex<Option<u32>>,
    changed: Condvar,
}

impl Place {
    /// Puts a value there, as soon as there is room.
    pub fn put(&self, new: u32) {
        let mut value = self.value.lock().unwrap();
        while value.is_some() {
            value = self.changed.wait(value).unwrap();
        }
        *value = Some(new);
        self.changed.notify_one();
    }

    /// Takes the value, as soon as there is one.
    pub fn take(&self) -> u32 {
        let mut value = self.value.lock().unwrap();
        loop {
            if let Some(taken) = value.take() {
                self.changed.notify_one();
                return taken;
            }
            value = self.changed.wait(value).unwrap();
        }
    }
}

// The test: the same for the solution.

thread_local! {
    static LOOKS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts how often a thread has looked for nothing.
#[allow(dead_code, reason = "the solution has no use for it")]
fn look_again() {
    LOOKS.set(LOOKS.get() + 1);
    thread::yield_now();
}

/// A thousand values go through the place, none is lost, and who waits does not look for ever.
pub fn test() {
    const VALUES: u32 = 1_000;
    let place = Arc::new(Place::default());
    let (say, said) = channel();
    let (giver, theirs) = (Arc::clone(&place), say.clone());
    thread::spawn(move || {
        // The taker has long been waiting.
        thread::sleep(Duration::from_millis(50));
        for value in 0..VALUES {
            giver.put(value);
        }
        let _ = theirs.send((0, 0));
    });
    thread::spawn(move || {
        let sum: u32 = (0..VALUES).map(|_| place.take()).sum();
        let _ = say.send((sum, LOOKS.get()));
    });
    let limit = Duration::from_secs(10);
    let (Ok(one), Ok(other)) = (said.recv_timeout(limit), said.recv_timeout(limit)) else {
        panic!("a thread sleeps, and nobody wakes it")
    };
    assert_eq!(one.0 + other.0, VALUES * (VALUES - 1) / 2, "the values that came, all together");
    assert_eq!(one.1 + other.1, 0, "so often somebody has looked and found nothing");
}
