//! `join`: at each poll, both that have not ended are polled.
//!
//! The context goes to both, so each may wake the one task that holds them. Nobody knows which of
//! the two has woken it, and so both are polled: one of them for nothing. A future must bear that.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Drives both to their ends, and gives what both give.
pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let (mut from_a, mut from_b) = (None, None);
    poll_fn(move |context| {
        if from_a.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            from_a = Some(value);
        }
        if from_b.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            from_b = Some(value);
        }
        match (from_a.take(), from_b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (from_a, from_b) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}

// The test: the same for the solution.

/// Joins one future that is pending once with one that is pending three times.
pub fn test() {
    let log = RefCell::new(Vec::new());
    let both = join(steps("a", 1, &log), steps("b", 3, &log));
    let mut both = pin!(both);
    let mut context = Context::from_waker(Waker::noop());

    let first = both.as_mut().poll(&mut context);
    assert!(first.is_pending(), "Neither has ended, and `join` is ready.");
    let polled = log.borrow().concat();
    assert_eq!(polled, "ab", "One poll of `join` must poll both; it polled these.");

    let second = both.as_mut().poll(&mut context);
    assert!(second.is_pending(), "Only one has ended, and `join` is ready.");
    let third = both.as_mut().poll(&mut context);
    assert!(third.is_pending(), "Only one has ended, and `join` is ready.");

    let last = both.as_mut().poll(&mut context);
    assert_eq!(last, Poll::Ready(("a", "b")), "Both have ended, and this is what `join` gives.");
    let polled = log.borrow().concat();
    assert_eq!(polled, "ababbb", "In this order the two were polled.");

    let mut at_once = pin!(join(std::future::ready(1), std::future::ready(2)));
    let ready = at_once.as_mut().poll(&mut context);
    assert_eq!(ready, Poll::Ready((1, 2)), "Both are ready at once, and `join` is not.");
}

/// Pending so many times. Panics if it is polled after its end, as an `async fn` would.
fn steps(
    name: &'static str,
    times: u32,
    log: &RefCell<Vec<&'static str>>,
) -> impl Future<Output = &'static str> {
    let mut left = Some(times);
    poll_fn(move |context| {
        let now = left.unwrap_or_else(|| panic!("`{name}` was polled after it was ready."));
        log.borrow_mut().push(name);
        left = now.checked_sub(1);
        if left.is_none() {
            return Poll::Ready(name);
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}
