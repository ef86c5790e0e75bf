//! What a task is to those outside: where it stands, what it ends in, and what a handle asks of it.
//! Neither the task nor its handle need know the other.

use crate::join_error::JoinError;
use std::fmt;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Where a task stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaskState {
    /// It has turns to take yet.
    Pending,
    /// `cancel` was called; its next turn will be the end.
    Cancelling,
    /// Its future returned.
    Finished,
    /// Its future panicked.
    Panicked,
    /// It was cancelled, or its loop was dropped.
    Cancelled,
}

impl TaskState {
    /// Whether the task will take no more turns.
    pub fn is_end(self) -> bool {
        !matches!(self, TaskState::Pending | TaskState::Cancelling)
    }
}

impl fmt::Display for TaskState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TaskState::Pending => "pending",
            TaskState::Cancelling => "cancelling",
            TaskState::Finished => "finished",
            TaskState::Panicked => "panicked",
            TaskState::Cancelled => "cancelled",
        })
    }
}

/// A task, whatever the type of its future.
pub(crate) type TaskRef<T> = Rc<dyn Join<T>>;

/// What a future may end in.
pub(crate) type Outcome<T> = Result<T, JoinError>;

/// A function that waits for the task's end, and is given the task.
pub(crate) type DoneCallback<T> = Box<dyn FnOnce(TaskRef<T>)>;

/// A function of ours that is called in the turn of the end.
pub(crate) type AtEnd<T> = Box<dyn FnOnce(&dyn Join<T>)>;

/// What a handle asks of its task, whatever the type of its future.
pub(crate) trait Join<T> {
    fn number(&self) -> u32;
    fn state(&self) -> TaskState;
    /// Asks for the end at the next turn, and the caller wakes it; false if it has ended already.
    fn cancel(&self) -> bool;
    /// Ready when the task has ended and its callbacks have been called.
    fn poll_end(&self, waker: &Waker) -> Poll<()>;
    /// Both: waits for the end and moves the outcome out.
    fn poll_take(&self, waker: &Waker) -> Poll<Option<Outcome<T>>>;
    /// Nobody waits for the end any longer.
    fn forget_joiner(&self);
    /// Moves the outcome out, if the task has ended and nobody took it yet.
    fn take(&self) -> Option<Outcome<T>>;
    /// Shows the outcome, if it is there; `seen` says that a panic in it counts as reported.
    fn look(&self, seen: bool, look: &mut dyn FnMut(Option<&Outcome<T>>));
    /// Lets the loop of this number call a function after the end.
    fn add_done_callback(self: Rc<Self>, loop_id: u16, callback: DoneCallback<T>);
    /// Lets a function of ours be called in the very turn of the task's end.
    fn at_end(&self, function: AtEnd<T>);
    /// One of the callbacks has been called, or will never be.
    fn callback_called(&self);
}
