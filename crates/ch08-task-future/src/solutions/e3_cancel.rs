//! Assigning to `*self` drops what stood there. The boxed coroutine is dropped, and with it each value
//! that it held across its last `.await`. That is all that cancelling means in Rust: no exception is
//! thrown into the coroutine, as `Task.cancel` does in Python, and so it cannot refuse.
//!
//! A finished task must keep its result. Whoever cancels too late finds the value where it was.

use std::pin::Pin;
use std::task::{Context, Poll};

/// A coroutine, what it returned, or neither.
pub enum Task<T> {
    Pending(Pin<Box<dyn Future<Output = T>>>),
    Finished(T),
    Cancelled,
}

impl<T> Task<T> {
    pub fn new(coroutine: impl Future<Output = T> + 'static) -> Self {
        Task::Pending(Box::pin(coroutine))
    }

    /// Drives the coroutine as far as it goes, and keeps its result if that was the end.
    pub fn turn(&mut self, context: &mut Context) {
        if let Task::Pending(coroutine) = self
            && let Poll::Ready(result) = coroutine.as_mut().poll(context)
        {
            *self = Task::Finished(result);
        }
    }

    /// Ends the task if it has not ended, and says whether it did.
    pub fn cancel(&mut self) -> bool {
        let pending = matches!(self, Task::Pending(_));
        if pending {
            *self = Task::Cancelled;
        }
        pending
    }
}

// The test: the same for the solution.

/// Cancels a task that waits, one that was cancelled already, and one that has ended.
pub fn test() {
    use std::rc::Rc;
    use std::task::Waker;

    let mut context = Context::from_waker(Waker::noop());
    let held = Rc::new(());
    let inside = Rc::clone(&held);
    let mut waiting = Task::new(async move {
        let _inside = inside;
        std::future::pending::<()>().await
    });
    waiting.turn(&mut context);
    assert!(waiting.cancel(), "A task that waits can be cancelled, but `cancel` says it was not.");
    assert!(matches!(waiting, Task::Cancelled), "After `cancel`, the state must be `Cancelled`.");
    assert_eq!(Rc::strong_count(&held), 1, "The coroutine still holds its value after `cancel`.");
    assert!(!waiting.cancel(), "The second `cancel` ended nothing, but says that it did.");

    let mut ended = Task::new(async { 7 });
    ended.turn(&mut context);
    assert!(!ended.cancel(), "The task had ended, but `cancel` says that it ended it.");
    assert!(
        matches!(ended, Task::Finished(7)),
        "`cancel` took the result of a finished task away."
    );
    ended.turn(&mut context);
    assert!(matches!(ended, Task::Finished(7)), "A turn after the end changed the result.");
}
