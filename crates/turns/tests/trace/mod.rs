//! A visible trace: what happened, in order.
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

/// `turns::block_on` with a limit, so that a test that would hang fails instead.
#[track_caller]
pub fn block_on<F: Future>(future: F) -> F::Output {
    limited(|| turns::block_on(future))
}

/// The same where the clock stands still while something can run: no nap ends by itself because this
/// machine is slow.
#[track_caller]
pub fn block_on_paused<F: Future>(future: F) -> F::Output {
    limited(|| turns::EventLoop::with_paused_clock().run_until_complete(future))
}

#[track_caller]
fn limited<T>(run: impl FnOnce() -> T) -> T {
    const LIMIT: Duration = Duration::from_secs(300);
    let caller = std::panic::Location::caller();
    let (_ends, ended) = mpsc::channel::<()>();
    thread::spawn(move || {
        if ended.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            eprintln!("block_on at {caller} has not ended within {LIMIT:?}");
            std::process::exit(1);
        }
    });
    run()
}

/// Awaits a future, and gives it up when it has paused so many times: none then. Counting up from
/// zero, this gives up at every await of it. It is polled in every turn, woken or not.
pub async fn give_up_at<F: Future>(pause: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut pauses = 0;
    std::future::poll_fn(move |cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if pauses == pause => Poll::Ready(None),
        Poll::Pending => {
            pauses += 1;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

/// What happened so far. Clones write to the same trace.
#[derive(Clone, Default)]
pub struct Trace(Rc<RefCell<Vec<String>>>);

impl Trace {
    pub fn note(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    /// What happened since the last look.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }

    /// A future that notes its polls and its drop, and is ready at the poll of that number.
    pub fn future(&self, name: &'static str, ready_at: usize) -> Traced {
        Traced { trace: self.clone(), name, polls: 0, ready_at }
    }

    /// A value that notes its drop.
    pub fn on_drop(&self, what: &'static str) -> Dropped {
        Dropped(self.clone(), what)
    }
}

pub struct Traced {
    trace: Trace,
    name: &'static str,
    polls: usize,
    ready_at: usize,
}

impl Future for Traced {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.polls += 1;
        self.trace.note(format!("{} polled", self.name));
        if self.polls >= self.ready_at {
            return Poll::Ready(self.name);
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        self.trace.note(format!("{} dropped", self.name));
    }
}

pub struct Dropped(Trace, &'static str);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.note(self.1);
    }
}
