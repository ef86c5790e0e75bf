//! The hand-made `Task` below has a third state, `Cancelled`. Write the method that leads
//! there. `cancel` ends a task that has not ended, and says whether it did. A task that has ended
//! stays as it is.
//!
//! When `cancel` has returned, the values that the coroutine held must have been dropped: files are
//! closed, locks released. Whoever calls it relies on that.
//!
//! # Hint
//!
//! Look at how `turn` gets from one state to the next. What happens to the old value of an enum when
//! another is put in its place?

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
        // Your turn: only a pending task can be cancelled.
        false
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
