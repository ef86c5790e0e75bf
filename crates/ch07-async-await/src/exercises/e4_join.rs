//! Write `join`: two futures make progress together, in one task.
//!
//! The one below awaits the first, and then the second: while the first is pending, the second
//! stands still. Each poll of `join` must poll both, as long as they are pending, and `join` is
//! ready when both are. A future that has ended must not be polled again.
//!
//! # Hint
//!
//! `Box::pin` each future, so that you can poll it by `a.as_mut().poll(context)` wherever it lies.
//! Keep two `Option`s for what they give. `std::future::poll_fn` makes a future of a closure that
//! is called at each poll.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Drives both to their ends, and gives what both give.
pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    // Your turn: while `a` is pending, `b` stands still.
    let a = a.await;
    let b = b.await;
    (a, b)
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
