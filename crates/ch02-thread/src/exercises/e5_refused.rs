//! Start as many threads as the system allows, up to a limit, and say how many there were and why it
//! was no more. `thread::spawn` panics when the system refuses, so this program is over at the first
//! refusal. Let it go on with what it has.
//!
//! # Hint
//!
//! `thread::Builder` has the same `spawn`, which returns a `Result`. What was started must still be
//! joined.

use std::io;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

// Your turn: what does `spawn` do when there is no thread to be had?
/// Starts threads of this stack size, at most `limit` of them, which wait until all are started.
/// Returns how many there were, and the system's refusal, if it refused.
pub fn start(limit: usize, stack_size: usize) -> (usize, Option<io::Error>) {
    let gate = Arc::new(Gate::default());
    let mut threads = Vec::new();
    while threads.len() < limit {
        let theirs = Arc::clone(&gate);
        let builder = thread::Builder::new().stack_size(stack_size);
        threads.push(builder.spawn(move || theirs.wait()).expect("a thread starts"));
    }
    gate.open();
    let count = threads.len();
    for thread in threads {
        thread.join().expect("it only waits");
    }
    (count, None)
}

// The test: the same for the solution.

/// Where the threads wait until all are started.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn wait(&self) {
        let mut is_open = self.is_open.lock().unwrap();
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// Four small threads start. One with a stack that no machine has does not, and nothing panics.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a panic and a wait without end are noticed.
    thread::spawn(move || {
        let few = start(4, 1 << 16);
        let _ = say.send((few, start(4, 1 << (usize::BITS - 4))));
    });
    let ended = said.recv_timeout(Duration::from_secs(10));
    let ((few, no_error), (none, refusal)) =
        ended.expect("start returns, and does not panic when the system refuses");
    assert_eq!(few, 4, "four small threads can be had");
    assert!(no_error.is_none(), "where nothing was refused there is no refusal");
    assert_eq!(none, 0, "no thread has a stack of that size");
    assert!(refusal.is_some(), "the system has refused, and its reason is given");
}
