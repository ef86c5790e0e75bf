//! A place for one value, between a thread that puts it there and one that takes it. It works, and
//! whoever waits computes all the time: it looks, and looks, and looks. Let it sleep, and be woken.
//!
//! # Hint
//!
//! A `Condvar` beside the `Mutex`. `wait` takes the guard, lets go of the lock while it sleeps, and
//! gives the guard back. Both sides wait for something, and each wakes the other.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

// Your turn: what does the thread do while there is nothing to take, or no room to put it?
/// A place for one value.
#[derive(Default)]
pub struct Place {
    value: Mutex<Option<u32>>,
}

impl Place {
    /// Puts a value there, as soon as there is room.
    pub fn put(&self, new: u32) {
        loop {
            let mut value = self.value.lock().unwrap();
            if value.is_none() {
                *value = Some(new);
                return;
            }
            drop(value);
            look_again();
        }
    }

    /// Takes the value, as soon as there is one.
    pub fn take(&self) -> u32 {
        loop {
            if let Some(value) = self.value.lock().unwrap().take() {
                return value;
            }
            look_again();
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
