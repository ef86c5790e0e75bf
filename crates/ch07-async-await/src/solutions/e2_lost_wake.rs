//! The waker is left before the flag is asked.
//!
//! If the flag is set before the question, the answer is yes. If it is set after the question, the
//! waker is there to be woken. There is no third case. (Doing both under one lock is as good.)

use std::panic;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

/// Set once, from any thread.
#[derive(Default)]
pub struct Flag {
    inside: Mutex<Inside>,
    /// For the test: another thread sets the flag in the moment before a waker is left.
    meanwhile: bool,
}

#[derive(Default)]
struct Inside {
    set: bool,
    waker: Option<Waker>,
}

impl Flag {
    /// Sets the flag, and wakes whoever has left a waker. A second time, nothing happens.
    pub fn set(&self) {
        let mut inside = self.inside.lock().unwrap();
        let first = !std::mem::replace(&mut inside.set, true);
        let waker = if first { inside.waker.take() } else { None };
        drop(inside);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether the flag is set.
    pub fn is_set(&self) -> bool {
        self.inside.lock().unwrap().set
    }

    /// Leaves a waker, to be woken when the flag is set. It takes the place of an older one.
    pub fn leave(&self, waker: &Waker) {
        if self.meanwhile {
            self.set();
        }
        // The old one is dropped without the lock: it may be the last of a task, and drop that.
        let old = self.inside.lock().unwrap().waker.replace(waker.clone());
        drop(old);
    }
}

/// Ready when the flag is set.
pub struct Wait<'a>(pub &'a Flag);

impl Future for Wait<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.leave(context.waker());
        if self.0.is_set() { Poll::Ready(()) } else { Poll::Pending }
    }
}

// The test: the same for the solution.

/// Polls by hand, and sets the flag before, in the middle and after.
pub fn test() {
    // On a thread of its own, so that a deadlock fails and does not hang.
    let (done, result) = mpsc::channel();
    thread::spawn(move || done.send(panic::catch_unwind(checks)));
    let ended = result.recv_timeout(Duration::from_secs(5));
    match ended.expect("`poll` did not return: does it take a lock that it already holds?") {
        Ok(()) => {}
        Err(failed) => panic::resume_unwind(failed),
    }
}

fn checks() {
    let (count, flag) = (Arc::new(Count::default()), Flag::default());
    flag.set();
    assert!(count.polls(&mut Wait(&flag)), "The flag is set, and the future is not ready.");

    let (count, flag) = (Arc::new(Count::default()), Flag::default());
    let mut wait = Wait(&flag);
    assert!(!count.polls(&mut wait), "The flag is not set, and the future is ready.");
    assert_eq!(count.wakes(), 0, "Nothing has happened, and the future wakes its poller.");
    flag.set();
    assert!(count.wakes() > 0, "The flag was set after the poll, and nobody was woken.");
    assert!(count.polls(&mut wait), "The flag was set, and the second poll is not ready.");

    let flag = Flag::default();
    let mut wait = Wait(&flag);
    let (old, new) = (Arc::new(Count::default()), Arc::new(Count::default()));
    old.polls(&mut wait);
    new.polls(&mut wait);
    flag.set();
    assert!(new.wakes() > 0, "Two have polled, and the one who polled last was not woken.");

    let (count, flag) = (Arc::new(Count::default()), Flag { meanwhile: true, ..Flag::default() });
    let ready = count.polls(&mut Wait(&flag));
    flag.set();
    assert!(
        ready || count.wakes() > 0,
        "The flag was set in the middle of the poll. The poll said pending, and nobody was woken: \
         a program would wait for ever.",
    );
}

/// A waker that only counts.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    fn polls(self: &Arc<Self>, wait: &mut Wait<'_>) -> bool {
        let waker = Waker::from(Arc::clone(self));
        Pin::new(wait).poll(&mut Context::from_waker(&waker)).is_ready()
    }

    fn wakes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}
