//! The orders in which threads can run, by loom: no mailbox and no hand-off loses a wake.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p turns --release --test loom` runs these, and those that
//! `mailbox.rs` has of its own. The two files are taken in as they are. What else threads share
//! (the pool of `blocking`, `signal`, the table of `inbox`, the flags of a `RemoteStop`) is not
//! tried here.
#![cfg(loom)]

#[allow(dead_code, reason = "what the models do not call")]
#[path = "../src/handoff.rs"]
mod handoff;
#[allow(dead_code, reason = "what the models do not call")]
#[path = "../src/mailbox.rs"]
mod mailbox;

/// What a hand-off needs of the rest of the crate. No waker in here panics.
mod waiters {
    pub(crate) fn wake(waker: std::task::Waker) {
        waker.wake();
    }
}

use handoff::{Giver, Taker, handoff};
use loom::future::block_on;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::sync::{Arc, Notify};
use loom::thread;
use mailbox::Mailbox;
use std::future::poll_fn;
use std::task::{Context, Poll, Wake, Waker};

/// A loop as far as wakes go: a mailbox, and the bell in which it sleeps.
struct Loop {
    mail: Mailbox<()>,
    bell: Notify,
    /// How often it was rung. It is no part of the model: who counts orders nobody.
    rings: std::sync::atomic::AtomicUsize,
}

impl Loop {
    fn new() -> Arc<Loop> {
        Arc::new(Loop { mail: Mailbox::new(), bell: Notify::new(), rings: 0.into() })
    }

    fn wake(&self) {
        if self.mail.put(()).unwrap() {
            self.rings.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            self.bell.notify();
        }
    }

    /// Sleeps until there is mail. Returns how often it slept.
    fn wait_for_mail(&self) -> usize {
        let mut sleeps = 0;
        while self.mail.take().is_empty() {
            if self.mail.fall_asleep() {
                sleeps += 1;
                self.bell.wait();
                self.mail.wake_up();
            }
        }
        sleeps
    }

    fn rings(&self) -> usize {
        self.rings.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn what_was_written_before_a_wake_is_seen_after_it() {
    loom::model(|| {
        let event_loop = Loop::new();
        let written = Arc::new(AtomicUsize::new(0));
        let (theirs, to_write) = (event_loop.clone(), written.clone());
        let thread = thread::spawn(move || {
            to_write.store(1, Ordering::Relaxed);
            theirs.wake();
        });

        event_loop.wait_for_mail();

        assert_eq!(written.load(Ordering::Relaxed), 1);
        thread.join().unwrap();
    });
}

#[test]
fn a_sleeping_loop_is_rung_once_and_one_that_is_awake_never() {
    loom::model(|| {
        let event_loop = Loop::new();
        let threads = [(); 2].map(|()| {
            let event_loop = event_loop.clone();
            thread::spawn(move || event_loop.wake())
        });

        let sleeps = event_loop.wait_for_mail();

        for thread in threads {
            thread.join().unwrap();
        }
        // The model lets a bell wake a sleeper for nothing, so there may be more sleeps than rings.
        assert!(event_loop.rings() <= sleeps);
    });
}

#[test]
fn a_loop_that_wakes_by_itself_is_not_rung_for_old() {
    loom::model(|| {
        let mail = Arc::new(Mailbox::new());
        let theirs = mail.clone();
        let thread = thread::spawn(move || theirs.put(1).unwrap());

        // It slept until a timer fired, not until it was rung.
        let slept = mail.fall_asleep();
        mail.wake_up();
        let early = mail.take().len();

        let rung = thread.join().unwrap();
        assert_eq!(early + mail.take().len(), 1);
        assert!(slept || !rung, "rung, though it never slept");
    });
}

#[test]
fn a_value_given_reaches_who_awaits_it() {
    loom::model(|| {
        let (giver, taker) = handoff();
        let thread = thread::spawn(move || giver.give(7));

        assert_eq!(block_on(poll_fn(|cx| taker.poll_take(cx))), Some(7));

        thread.join().unwrap();
    });
}

#[test]
fn a_value_given_reaches_a_thread_that_waits() {
    loom::model(|| {
        let (giver, taker) = handoff();
        let thread = thread::spawn(move || giver.give(7));

        assert_eq!(taker.wait(), Some(7));

        thread.join().unwrap();
    });
}

#[test]
fn a_giver_that_goes_is_noticed() {
    loom::model(|| {
        let (giver, taker): (Giver<u8>, Taker<u8>) = handoff();
        let thread = thread::spawn(move || drop(giver));

        assert_eq!(block_on(poll_fn(|cx| taker.poll_take(cx))), None);

        thread.join().unwrap();
    });
}

/// The flag of the `block_on` in chapter 7. Two threads raise it, each after it has written something.
/// Is there an order in which the sleeper has taken the flag down for the last time, and has not
/// seen what one of them had written?
fn loses_a_wake(raise: fn(&AtomicBool)) -> bool {
    // No part of the model: over all its orders.
    let lost = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let found = lost.clone();
    loom::model(move || {
        let woken = Arc::new(AtomicBool::new(false));
        let written = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        let mut wakers = Vec::from(written.clone().map(|mine| {
            let woken = woken.clone();
            thread::spawn(move || {
                mine.store(1, Ordering::Relaxed);
                raise(&woken);
            })
        }));

        // A poll, then a sleep if the flag is down: until both have raised it.
        while written.iter().any(|one| one.load(Ordering::Relaxed) == 0) {
            if woken.swap(false, Ordering::Acquire) {
                continue;
            }
            wakers.drain(..).for_each(|waker| waker.join().unwrap());
            if !woken.swap(false, Ordering::Acquire) {
                found.store(true, std::sync::atomic::Ordering::Relaxed);
                break;
            }
        }

        wakers.into_iter().for_each(|waker| waker.join().unwrap());
    });
    lost.load(std::sync::atomic::Ordering::Relaxed)
}

#[test]
fn a_flag_that_is_raised_by_a_swap_loses_no_wake() {
    let swap = |woken: &AtomicBool| _ = woken.swap(true, Ordering::Release);
    assert!(!loses_a_wake(swap));
}

/// Who reads the later of two stores has nothing of what came before the earlier one.
#[test]
fn a_flag_that_is_raised_by_a_store_loses_one() {
    assert!(loses_a_wake(|woken| woken.store(true, Ordering::Release)));
}

/// Counts how often it was woken.
struct Counter(std::sync::atomic::AtomicUsize);

impl Wake for Counter {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
}

fn counter() -> (std::sync::Arc<Counter>, Waker) {
    let counter = std::sync::Arc::new(Counter(0.into()));
    (counter.clone(), counter.into())
}

#[test]
fn the_last_waker_is_woken_and_no_other_in_vain() {
    loom::model(|| {
        let (giver, taker) = handoff();
        let (first, first_waker) = counter();
        let (last, last_waker) = counter();
        let thread = thread::spawn(move || giver.give(7));

        let polls = [first_waker, last_waker]
            .map(|waker| taker.poll_take(&mut Context::from_waker(&waker)));

        thread.join().unwrap();
        let woken =
            [first, last].map(|counter| counter.0.load(std::sync::atomic::Ordering::SeqCst));
        let wanted = match polls {
            // Given before the first poll, between the two, after both.
            [Poll::Ready(_), _] => [0, 0],
            [Poll::Pending, Poll::Ready(_)] => [1, 0],
            [Poll::Pending, Poll::Pending] => [0, 1],
        };
        assert_eq!(woken, wanted);
    });
}

#[test]
fn a_value_that_nobody_takes_is_dropped_once() {
    loom::model(|| {
        let value = std::sync::Arc::new(());
        let (giver, taker) = handoff();
        let theirs = value.clone();
        let thread = thread::spawn(move || {
            if !giver.is_abandoned() {
                giver.give(theirs);
            }
        });

        drop(taker);

        thread.join().unwrap();
        assert_eq!(std::sync::Arc::strong_count(&value), 1);
    });
}
