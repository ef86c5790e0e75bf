//! `thread::spawn` is `Builder::new().spawn(…)` with an `expect` behind it. The error is that of the
//! system, and its kind is `WouldBlock`, which sounds like a socket and says: not now, perhaps later. A
//! program that can do with fewer threads goes on with those that it has.

use std::io;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Starts threads of this stack size, at most `limit` of them, which wait until all are started.
/// Returns how many there were, and the system's refusal, if it refused.
pub fn start(limit: usize, stack_size: usize) -> (usize, Option<io::Error>) {
    let gate = Arc::new(Gate::default());
    let (mut threads, mut refusal) = (Vec::new(), None);
    while threads.len() < limit {
        let theirs = Arc::clone(&gate);
        let builder = thread::Builder::new().stack_size(stack_size);
        match builder.spawn(move || theirs.wait()) {
            Ok(thread) => threads.push(thread),
            Err(error) => {
                refusal = Some(error);
                break;
            }
        }
    }
    gate.open();
    let count = threads.len();
    for thread in threads {
        thread.join().expect("it only waits");
    }
    (count, refusal)
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
