//! The chapter's `block_on` sleeps while it waits, and is not misled by what else unparks a thread.

use std::cell::Cell;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use ch07_async_await::block_on::block_on;
use runner::in_time;

/// Counts the polls of a future that another thread ends, a moment after the first of them.
/// `at_the_first_poll` may do what it likes with the polling thread.
async fn ended_by_another_thread(polls: &Cell<u32>, at_the_first_poll: impl Fn()) {
    let ended = Arc::new(AtomicBool::new(false));
    poll_fn(|context| {
        polls.set(polls.get() + 1);
        if ended.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        if polls.get() == 1 {
            let (waker, ended) = (context.waker().clone(), Arc::clone(&ended));
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(50));
                ended.store(true, Ordering::Release);
                waker.wake();
            });
            at_the_first_poll();
        }
        Poll::Pending
    })
    .await;
}

#[test]
fn a_future_is_polled_again_only_when_it_is_woken() {
    let polls = in_time(|| {
        let polls = Cell::new(0);
        block_on(ended_by_another_thread(&polls, || {}));
        polls.get()
    });

    assert_eq!(polls, 2);
}

#[test]
fn an_unpark_that_is_no_wake_is_no_reason_to_poll() {
    let polls = in_time(|| {
        let polls = Cell::new(0);
        // The token is there when `block_on` parks for the first time: `park` returns at once.
        block_on(ended_by_another_thread(&polls, || thread::current().unpark()));
        polls.get()
    });

    assert_eq!(polls, 2);
}

#[test]
fn a_wake_is_not_lost_when_somebody_else_takes_the_token() {
    let polls = in_time(|| {
        let polls = Cell::new(0);
        block_on(poll_fn(|context| {
            polls.set(polls.get() + 1);
            if polls.get() > 1 {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            // As a `block_on` inside of this one would: it parks, and eats the token.
            thread::park();
            Poll::Pending
        }));
        polls.get()
    });

    assert_eq!(polls, 2);
}

#[test]
fn a_wake_before_the_first_sleep_counts() {
    let value = in_time(|| {
        let mut polled = false;
        block_on(poll_fn(|context| {
            context.waker().wake_by_ref();
            if std::mem::replace(&mut polled, true) { Poll::Ready(7) } else { Poll::Pending }
        }))
    });

    assert_eq!(value, 7);
}
