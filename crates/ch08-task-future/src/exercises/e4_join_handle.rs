//! Write the future that stands behind `handle.await`. `with_handle` splits a coroutine in two: a task
//! for the loop, and a `Handle` for whoever wants the result. The task’s half is done: at its end it
//! puts the result where both can see it, and wakes the one who waits. Write `Handle::poll`.
//!
//! The test drives both halves by hand and counts who is woken, so that a wrong answer fails at once
//! where a real loop would wait for ever.
//!
//! # Hint
//!
//! If the result is there, take it. If not, the task must learn whom to wake: leave it a clone of the
//! waker in `context`. Do so at every poll. Between two polls a future may have moved to another
//! task, and then the waker of the first poll wakes the wrong one.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What the task and its handle share.
struct Shared<T> {
    result: Option<T>,
    /// Wakes whoever awaits the handle.
    waiter: Option<Waker>,
}

/// Gives back a coroutine that a loop can drive, and a handle that gets its result.
pub fn with_handle<T>(coroutine: impl Future<Output = T>) -> (impl Future<Output = ()>, Handle<T>) {
    let shared = Rc::new(RefCell::new(Shared { result: None, waiter: None }));
    let handle = Handle { shared: Rc::clone(&shared) };
    let task = async move {
        let result = coroutine.await;
        shared.borrow_mut().result = Some(result);
        // Nothing is borrowed when it is woken: whoever is woken may poll at once.
        let waiter = shared.borrow_mut().waiter.take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    };
    (task, handle)
}

/// Waits for the result of a task.
pub struct Handle<T> {
    shared: Rc<RefCell<Shared<T>>>,
}

impl<T> Future for Handle<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _context: &mut Context) -> Poll<T> {
        let mut shared = self.shared.borrow_mut();
        match shared.result.take() {
            Some(result) => Poll::Ready(result),
            // Your turn: who will poll again?
            None => Poll::Pending,
        }
    }
}

// The test: the same for the solution.

/// Polls the handle before the task has ended, by two different wakers, and after it.
pub fn test() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Count(AtomicUsize);
    impl std::task::Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let [first, second] = [(), ()].map(|()| Arc::new(Count(AtomicUsize::new(0))));
    let woken = |count: &Count| count.0.load(Ordering::Relaxed);
    let (waker_1, waker_2) = (Waker::from(Arc::clone(&first)), Waker::from(Arc::clone(&second)));
    let mut nobody = Context::from_waker(Waker::noop());

    let (task, handle) = with_handle(async { 42 });
    let (mut task, mut handle) = (Box::pin(task), Box::pin(handle));
    let early = handle.as_mut().poll(&mut Context::from_waker(&waker_1));
    assert_eq!(early, Poll::Pending, "The task has had no turn, so there can be no result yet.");
    let early = handle.as_mut().poll(&mut Context::from_waker(&waker_2));
    assert_eq!(early, Poll::Pending, "The task has had no turn, so there can be no result yet.");
    assert_eq!(woken(&first) + woken(&second), 0, "Somebody was woken, and nothing had happened.");

    assert!(task.as_mut().poll(&mut nobody).is_ready(), "The task itself must end at its turn.");
    let woken = (woken(&first), woken(&second));
    assert_ne!(woken, (0, 0), "The task has ended and nobody was woken: who awaits it, sleeps on.");
    assert_eq!(woken, (0, 1), "The waker of the last poll is the one to wake, once, and no other.");
    let result = handle.as_mut().poll(&mut nobody);
    assert_eq!(
        result,
        Poll::Ready(42),
        "The task has ended; awaiting its handle gives the result."
    );
}
