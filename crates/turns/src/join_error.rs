//! Why a task has no result to give.

use std::any::Any;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Why a task has no result: it was cancelled, or it panicked.
pub struct JoinError {
    /// Behind a pointer, so that the many results that are no errors need not have room for one.
    inner: Box<Inner>,
}

struct Inner {
    task: u32,
    panic: Option<Panic>,
}

struct Panic {
    /// In a lock, so that the error is Sync as errors are expected to be.
    payload: Mutex<Box<dyn Any + Send>>,
    message: Option<String>,
}

impl JoinError {
    pub(crate) fn cancelled(task: u32) -> JoinError {
        JoinError { inner: Box::new(Inner { task, panic: None }) }
    }

    pub(crate) fn panicked(task: u32, payload: Box<dyn Any + Send>) -> JoinError {
        let message = panic_message(&*payload).map(str::to_owned);
        let panic = Some(Panic { payload: Mutex::new(payload), message });
        JoinError { inner: Box::new(Inner { task, panic }) }
    }

    /// Whether the task was cancelled, or dropped with its loop.
    pub fn is_cancelled(&self) -> bool {
        self.inner.panic.is_none()
    }

    /// Whether the task's future panicked.
    pub fn is_panic(&self) -> bool {
        self.inner.panic.is_some()
    }

    /// What the panic said, if it was text, as it is with `panic!`.
    pub fn message(&self) -> Option<&str> {
        self.inner.panic.as_ref()?.message.as_deref()
    }

    /// The panic itself, for [`std::panic::resume_unwind`].
    ///
    /// # Errors
    ///
    /// Gives the error back if the task was cancelled and there is no panic.
    pub fn into_panic(self) -> Result<Box<dyn Any + Send>, JoinError> {
        let Inner { task, panic } = *self.inner;
        match panic {
            Some(panic) => Ok(panic.payload.into_inner().unwrap_or_else(PoisonError::into_inner)),
            None => Err(JoinError::cancelled(task)),
        }
    }

    pub(crate) fn to_result_error(&self) -> ResultError {
        let name = task_name(self.inner.task);
        match &self.inner.panic {
            Some(panic) => ResultError::Panicked { name, message: panic.message.clone() },
            None => ResultError::Cancelled { name },
        }
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_result_error().fmt(f)
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl std::error::Error for JoinError {}

/// Why [`JoinHandle::result`](crate::JoinHandle::result) has nothing to give.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResultError {
    /// The task has not ended.
    Pending {
        /// The task's name.
        name: String,
    },
    /// The task was cancelled.
    Cancelled {
        /// The task's name.
        name: String,
    },
    /// The task panicked.
    Panicked {
        /// The task's name.
        name: String,
        /// What the panic said, if it was text.
        message: Option<String>,
    },
    /// The result went to whoever awaited the handle.
    Taken {
        /// The task's name.
        name: String,
    },
}

impl fmt::Display for ResultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResultError::Pending { name } => {
                write!(f, "{name} has not finished: its result is not set yet")
            }
            ResultError::Cancelled { name } => write!(f, "{name} was cancelled"),
            ResultError::Panicked { name, message: Some(message) } => {
                write!(f, "{name} panicked: {message}")
            }
            ResultError::Panicked { name, message: None } => write!(f, "{name} panicked"),
            ResultError::Taken { name } => {
                write!(f, "the result of {name} was taken by whoever awaited it")
            }
        }
    }
}

impl std::error::Error for ResultError {}

/// The text of a panic, if it was one.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> Option<&str> {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

/// Number 0 is a task that never came to its loop.
pub(crate) fn task_name(number: u32) -> String {
    if number == 0 { "the task".to_owned() } else { format!("Task-{number}") }
}
