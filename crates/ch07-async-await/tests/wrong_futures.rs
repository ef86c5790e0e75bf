//! Each wrong future of the listing is caught by the check that is meant for it, and the right one
//! passes all four. And it takes a flag that is set before it wakes.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Wake, Waker};

use ch07_async_await::a_wrong_future::{checks, first_only, forgetful, restless, right, too_late};

#[test]
fn each_wrong_future_is_caught_by_the_check_that_is_meant_for_it() {
    // Woken later; woken in the middle of a poll; the newest waker; at rest.
    assert_eq!(checks(forgetful), [false, false, false, true]);
    assert_eq!(checks(too_late), [true, false, true, true], "an easy check does not find it");
    assert_eq!(checks(first_only), [true, true, false, true], "an easy check does not find it");
    assert_eq!(checks(restless), [true, true, true, false], "it does not hang");
    assert_eq!(checks(right), [true; 4]);
}

/// A flag with its order as a choice: does it say first that it is set, or wake first?
#[derive(Default)]
struct Flag {
    set: AtomicBool,
    waker: Mutex<Option<Waker>>,
    wakes_first: bool,
}

impl Flag {
    fn set(&self) {
        if !self.wakes_first {
            self.set.store(true, Relaxed);
        }
        let waker = self.waker.lock().unwrap().take();
        if let Some(waker) = waker {
            waker.wake();
        }
        self.set.store(true, Relaxed);
    }

    /// What a right future does: leaves its waker, and looks then.
    fn poll(&self, waker: &Waker) -> Poll<()> {
        *self.waker.lock().unwrap() = Some(waker.clone());
        if self.set.load(Relaxed) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// As fast as a poller can be: it polls again while `wake` has not yet returned.
struct AtOnce {
    flag: Arc<Flag>,
    ended: AtomicBool,
    wakes: AtomicUsize,
}

impl Wake for AtOnce {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Relaxed);
        let waker = Waker::from(self.clone());
        self.ended.store(self.flag.poll(&waker).is_ready(), Relaxed);
    }
}

/// Whether a future that waits for this flag ends when the flag is set.
fn ends(wakes_first: bool) -> bool {
    let flag = Arc::new(Flag { wakes_first, ..Flag::default() });
    let poller =
        Arc::new(AtOnce { flag: flag.clone(), ended: AtomicBool::new(false), wakes: 0.into() });
    assert!(flag.poll(&Waker::from(poller.clone())).is_pending());
    flag.set();
    assert_eq!(poller.wakes.load(Relaxed), 1, "in either order it is woken once");
    poller.ended.load(Relaxed)
}

#[test]
fn what_wakes_first_and_says_why_then_loses_the_wake() {
    assert!(ends(false));
    assert!(!ends(true));
}
