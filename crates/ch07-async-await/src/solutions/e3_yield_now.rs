//! `yield_now` by a closure that remembers whether it has been polled.

use std::cell::RefCell;
use std::future::poll_fn;
use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Pauses once, so that the others have a turn.
pub async fn yield_now() {
    let mut polled = false;
    poll_fn(|context| {
        if mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

// The test: the same for the solution.

/// Polls one by hand, then two that take turns.
pub fn test() {
    let wakes = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&wakes));
    let mut context = Context::from_waker(&waker);

    let mut pause = pin!(yield_now());
    assert!(pause.as_mut().poll(&mut context).is_pending(), "The first poll gave nobody a turn.");
    assert_eq!(wakes.0.load(Ordering::Relaxed), 1, "Nobody asked to be polled a second time.");
    assert!(pause.as_mut().poll(&mut context).is_ready(), "The second poll was not ready.");
    assert_eq!(wakes.0.load(Ordering::Relaxed), 1, "A future that is ready wakes nobody.");

    let log = RefCell::new(Vec::new());
    let worker = |name: &'static str| {
        let log = &log;
        async move {
            for _ in 0..2 {
                log.borrow_mut().push(name);
                yield_now().await;
            }
        }
    };
    let (mut a, mut b) = (pin!(worker("a")), pin!(worker("b")));
    for _ in 0..3 {
        let _ = a.as_mut().poll(&mut context);
        let _ = b.as_mut().poll(&mut context);
    }
    let order = log.borrow().concat();
    assert_eq!(order, "abab", "Two workers that yield do not take turns.");
}

/// A waker that only counts.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
