//! `thread::spawn` is `Builder::new().spawn(…)` with an `expect` behind it, which is why it cannot be
//! used here. The error is that of the system. Its kind is often `WouldBlock`, which sounds like a socket
//! and says: not now, perhaps later. A program that can do with fewer threads goes on with those that it
//! has. Whoever returns at once, by `?` for example, leaves them waiting at the gate for ever.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Starts a thread for each of these stack sizes, until the system refuses one. They wait at a gate
/// until all are started. Returns, when they have ended, how many there were, and the refusal, if there
/// was one.
pub fn start(stack_sizes: &[usize]) -> (usize, Option<io::Error>) {
    let gate = Arc::new(Gate::default());
    let (mut threads, mut refusal) = (Vec::new(), None);
    for &size in stack_sizes {
        let theirs = Arc::clone(&gate);
        let builder = thread::Builder::new().stack_size(size);
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

/// How many threads have come through a gate.
static THROUGH: AtomicUsize = AtomicUsize::new(0);

impl Gate {
    fn wait(&self) {
        let mut is_open = self.is_open.lock().unwrap();
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
        drop(is_open);
        // Slowly, so that it shows if nobody waits for the end.
        thread::sleep(Duration::from_millis(50));
        THROUGH.fetch_add(1, Relaxed);
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

const SMALL: usize = 1 << 16;
/// No machine has that much.
const IMPOSSIBLE: usize = 1 << (usize::BITS - 4);

/// Four small threads start. Of five, the fourth has a stack that no machine has: three start.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a panic and a wait without end are noticed.
    thread::spawn(move || {
        let all = start(&[SMALL; 4]);
        let _ = say.send((all, THROUGH.swap(0, Relaxed)));
        let some = start(&[SMALL, SMALL, SMALL, IMPOSSIBLE, SMALL]);
        let _ = say.send((some, THROUGH.load(Relaxed)));
    });
    let limit = Duration::from_secs(10);
    let ((count, refusal), ended) =
        said.recv_timeout(limit).expect("start returns where nothing is refused");
    assert_eq!(count, 4, "four small threads can be had");
    assert!(refusal.is_none(), "where nothing was refused there is no refusal");
    assert_eq!(ended, 4, "so many threads have ended when start returns");
    let ((count, refusal), ended) =
        said.recv_timeout(limit).expect("start returns, and does not panic, after a refusal");
    assert_eq!(
        count, 3,
        "so many threads are started before the one that is refused, and none after"
    );
    assert!(refusal.is_some(), "the system has refused, and its reason is given");
    assert_eq!(ended, 3, "so many threads have ended when start returns after a refusal");
}
