//! The handle of a task: wait for its end, look at it, cancel it.

use crate::join_error::{JoinError, ResultError, task_name};
use crate::outcome::{TaskRef, TaskState};
use crate::running;
use crate::ticket::Ticket;
use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A task, seen from outside: what `spawn` and `create_task` return.
///
/// It is a future: awaited, it gives what the task's own future returned, or a [`JoinError`] that
/// says why there is nothing. Dropped, it **detaches**: the task goes on by itself.
///
/// Its `Debug` form shows the task as asyncio does:
///
/// ```text
/// <Task pending name=Task-1>
/// <Task cancelling name=Task-1>
/// <Task finished name=Task-1 result=3>
/// <Task panicked name=Task-1 message="boom">
/// <Task cancelled name=Task-1>
/// ```
///
/// A panic that nobody has seen, by awaiting the handle or by [`result`](JoinHandle::result), is
/// reported on stderr when the last trace of the task goes.
#[must_use = "a handle that is dropped detaches its task; write `drop(handle)` or `let _ =` if that is meant"]
pub struct JoinHandle<T> {
    task: TaskRef<T>,
    ticket: Ticket,
    /// Its waker is with the task, and is more than a number.
    waits: bool,
}

impl<T> JoinHandle<T> {
    pub(crate) fn new((task, ticket): (TaskRef<T>, Ticket)) -> JoinHandle<T> {
        JoinHandle { task, ticket, waits: false }
    }

    /// The task's name: `Task-1` for the first task of its loop, and so on. After four billion
    /// tasks the names begin again.
    pub fn name(&self) -> String {
        task_name(self.task.number())
    }

    /// Where the task stands in its life.
    pub fn state(&self) -> TaskState {
        self.task.state()
    }

    /// Whether the task has ended, in whatever way.
    pub fn is_finished(&self) -> bool {
        self.task.state().is_end()
    }

    /// Whether the task has ended because it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.task.state() == TaskState::Cancelled
    }

    /// Asks the task to end. At its next turn its future is dropped instead of polled, and who
    /// awaits the handle gets a [`JoinError`]. A task that ends before that turn keeps its result.
    ///
    /// Returns false if the task had ended already.
    pub fn cancel(&self) -> bool {
        let alive = self.task.cancel();
        if alive {
            self.ticket.wake();
        }
        alive
    }

    /// A copy of the task's result, at any time and as often as you like.
    ///
    /// This is asyncio's `task.result()`. There the result is shared by all who ask; here it has
    /// one owner, the handle, so asking without awaiting takes a copy. Await the handle to have
    /// the value itself.
    ///
    /// # Errors
    ///
    /// [`ResultError::Pending`] before the end (asyncio's `InvalidStateError`),
    /// [`ResultError::Panicked`] and [`ResultError::Cancelled`] when there is no result, and
    /// [`ResultError::Taken`] when the handle has been awaited.
    pub fn result(&self) -> Result<T, ResultError>
    where
        T: Clone,
    {
        let name = self.name();
        if !self.is_finished() {
            return Err(ResultError::Pending { name });
        }
        let mut result = Err(ResultError::Taken { name });
        self.task.look(true, &mut |outcome| match outcome {
            Some(Ok(value)) => result = Ok(value.clone()),
            Some(Err(error)) => result = Err(error.to_result_error()),
            None => {}
        });
        result
    }

    /// Lets the loop call a function after the task's end, as by `call_soon`. It is given the
    /// handle of the task. If the task has ended already, the function is called all the same.
    ///
    /// Functions are called in the order in which they were added, before whoever awaits the
    /// handle goes on. If the loop is dropped first they are not called.
    pub fn add_done_callback(&self, callback: impl FnOnce(&JoinHandle<T>) + 'static) {
        let ticket = self.ticket;
        let callback = move |task| callback(&JoinHandle::new((task, ticket)));
        self.task.clone().add_done_callback(ticket.loop_id(), Box::new(callback));
    }

    /// Moves the outcome out, if it is there.
    pub(crate) fn take_outcome(&self) -> Option<Result<T, JoinError>> {
        self.task.take()
    }

    /// Waits for the task's end and leaves the result where it is, for [`result`] or for `Debug`.
    ///
    /// [`result`]: JoinHandle::result
    pub async fn wait(&mut self) {
        Wait(self).await;
    }

    /// Ties the task to its handle: whoever drops the guard that this returns cancels the task.
    ///
    /// ```
    /// turns::block_on(async {
    ///     let heart = turns::spawn(async {
    ///         loop {
    ///             turns::yield_now().await;
    ///         }
    ///     });
    ///     let beats = heart.cancel_on_drop();
    ///     turns::yield_now().await;
    ///     drop(beats); // without `cancel_on_drop` it would beat on
    /// });
    /// ```
    pub fn cancel_on_drop(self) -> CancelOnDrop<T> {
        CancelOnDrop { task: self, cancels: true }
    }

    fn stop_waiting(&mut self) {
        if std::mem::take(&mut self.waits) {
            self.task.forget_joiner();
        }
    }
}

/// The future of [`JoinHandle::wait`]: a wait that leaves when it is given up.
struct Wait<'a, T>(&'a mut JoinHandle<T>);

impl<T> Future for Wait<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.is_finished() {
            ready!(running::poll_budget(cx));
        }
        let polled = self.0.task.poll_end(cx.waker());
        self.0.waits = polled.is_pending();
        polled
    }
}

impl<T> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        self.0.stop_waiting();
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        self.stop_waiting();
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// # Panics
    ///
    /// If it is polled again after it was ready.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // It asks for no budget: to be ready here at once, another task has had its turns.
        let Poll::Ready(taken) = self.task.poll_take(cx.waker()) else {
            self.waits = Ticket::of(cx.waker()).is_none();
            return Poll::Pending;
        };
        match taken {
            Some(outcome) => Poll::Ready(outcome),
            None => panic!(
                "turns: {} was awaited twice; its result went to the first who awaited it. \
                 Keep the value, or await once and share it",
                self.name()
            ),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Task {} name={}", self.state(), self.name())?;
        let mut written = Ok(());
        self.task.look(false, &mut |outcome| match outcome {
            Some(Ok(value)) => written = write!(f, " result={value:?}"),
            Some(Err(error)) if error.is_panic() => {
                written = write!(f, " message={:?}", error.message().unwrap_or("(no text)"));
            }
            _ => {}
        });
        written?;
        f.write_str(">")
    }
}

/// A handle that cancels its task when it is dropped: what [`JoinHandle::cancel_on_drop`] returns.
/// It can be awaited and looked at as the handle itself.
#[must_use = "a guard that is dropped cancels its task at once"]
pub struct CancelOnDrop<T> {
    task: JoinHandle<T>,
    cancels: bool,
}

impl<T> CancelOnDrop<T> {
    /// Gives the handle back; whoever drops that lets the task go on.
    pub fn detach(mut self) -> JoinHandle<T> {
        self.cancels = false;
        JoinHandle::new((self.task.task.clone(), self.task.ticket))
    }
}

impl<T> Deref for CancelOnDrop<T> {
    type Target = JoinHandle<T>;

    fn deref(&self) -> &JoinHandle<T> {
        &self.task
    }
}

impl<T> Future for CancelOnDrop<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.task).poll(cx)
    }
}

impl<T> Drop for CancelOnDrop<T> {
    fn drop(&mut self) {
        if self.cancels {
            self.task.cancel();
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for CancelOnDrop<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.task.fmt(f)
    }
}
