//! A task: a future that the loop polls, and the place where its result waits.
//!
//! Future, result and state stand in one allocation. The loop's slot holds it while the task
//! lives, the handle as long as somebody may want the result.

use crate::engine;
use crate::join::{Join, JoinError, JoinHandle};
use crate::queue::Turn;
use crate::ticket::Ticket;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

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

/// What a future may end in.
pub(crate) type Outcome<T> = Result<T, JoinError>;

/// A function that waits for the task's end.
pub(crate) type DoneCallback<T> = Box<dyn FnOnce(&JoinHandle<T>)>;

/// What is in the task's box: first the future, then the result, in the same place.
enum Stage<F: Future> {
    Future(F),
    Outcome(Outcome<F::Output>),
    /// The result went to the one who joined, or there never was one.
    Empty,
}

/// Who is told of the end.
struct Listeners<T> {
    joiner: Option<Waker>,
    callbacks: Vec<DoneCallback<T>>,
    /// Callbacks that stand in the loop's queue. The joiner goes on after them.
    callbacks_queued: usize,
}

/// A future with its ticket, its number and its state.
pub(crate) struct Task<F: Future> {
    ticket: Ticket,
    number: u64,
    state: Cell<TaskState>,
    /// Somebody has seen the result, so that a panic need not be reported.
    seen: Cell<bool>,
    listeners: RefCell<Listeners<F::Output>>,
    stage: RefCell<Stage<F>>,
}

impl<F: Future> Task<F> {
    pub(crate) fn new(ticket: Ticket, number: u64, future: F) -> Task<F> {
        let listeners = Listeners { joiner: None, callbacks: Vec::new(), callbacks_queued: 0 };
        Task {
            ticket,
            number,
            state: Cell::new(TaskState::Pending),
            seen: Cell::new(false),
            listeners: RefCell::new(listeners),
            stage: RefCell::new(Stage::Future(future)),
        }
    }

    /// Polls the future once. A panic in it ends the task and nothing else.
    #[expect(unsafe_code, reason = "std cannot pin what stands in a RefCell")]
    fn poll(&self, waker: &Waker) -> Poll<Outcome<F::Output>> {
        let mut stage = self.stage.borrow_mut();
        let Stage::Future(future) = &mut *stage else { return Poll::Pending };
        // SAFETY: the future stands in an Rc that never gives its content away, and in a private
        // field that is only ever overwritten as a whole, which drops the future where it stands.
        // So it does not move from its first poll until it is dropped.
        let future = unsafe { Pin::new_unchecked(future) };
        let poll = || future.poll(&mut Context::from_waker(waker));
        match catch_unwind(AssertUnwindSafe(poll)) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(JoinError::panicked(self.number, panic))),
        }
    }

    /// Drops the future, then stores how it ended and tells those who wait.
    fn end(self: &Rc<Self>, mut outcome: Outcome<F::Output>)
    where
        F: 'static,
    {
        let dropped = self.drop_future();
        // The first panic is the one to tell of, if there are two.
        if let Err(panic) = dropped
            && !matches!(&outcome, Err(error) if error.is_panic())
        {
            outcome = Err(JoinError::panicked(self.number, panic));
        }
        let state = match &outcome {
            Ok(_) => TaskState::Finished,
            Err(error) if error.is_panic() => TaskState::Panicked,
            Err(_) => TaskState::Cancelled,
        };
        *self.stage.borrow_mut() = Stage::Outcome(outcome);
        self.state.set(state);
        let callbacks = std::mem::take(&mut self.listeners.borrow_mut().callbacks);
        for callback in callbacks {
            self.queue_callback(callback);
        }
        self.tell_joiner();
    }

    /// Lets the future go. Its state still says pending, so nobody looks into the stage meanwhile.
    fn drop_future(&self) -> Result<(), Box<dyn Any + Send>> {
        let mut stage = self.stage.borrow_mut();
        catch_unwind(AssertUnwindSafe(|| *stage = Stage::Empty))
    }

    fn queue_callback(self: &Rc<Self>, callback: DoneCallback<F::Output>)
    where
        F: 'static,
    {
        // A loop that is gone calls nobody.
        let Some(engine) = engine::by_id(self.ticket.loop_id()) else { return };
        self.listeners.borrow_mut().callbacks_queued += 1;
        let called = Called(self.clone());
        engine.call_soon(move || callback(&JoinHandle::new(called.0.clone())));
    }

    /// Wakes the joiner, when all callbacks have been called.
    fn tell_joiner(&self) {
        let mut listeners = self.listeners.borrow_mut();
        if listeners.callbacks_queued == 0
            && let Some(joiner) = listeners.joiner.take()
        {
            drop(listeners);
            joiner.wake();
        }
    }
}

/// Goes when a done callback was called, or dropped with its loop.
struct Called<F: Future>(Rc<Task<F>>);

impl<F: Future> Drop for Called<F> {
    fn drop(&mut self) {
        self.0.listeners.borrow_mut().callbacks_queued -= 1;
        self.0.tell_joiner();
    }
}

impl<F: Future + 'static> Turn for Task<F> {
    fn take_turn(self: Rc<Self>, waker: &Waker) -> Poll<()> {
        if self.state.get() == TaskState::Pending
            && let Poll::Ready(outcome) = self.poll(waker)
        {
            self.end(outcome);
            return Poll::Ready(());
        }
        // Cancelled before this turn, or by itself in this turn.
        if self.state.get() == TaskState::Cancelling {
            self.end(Err(JoinError::cancelled(self.number)));
            return Poll::Ready(());
        }
        Poll::Pending
    }

    fn cancel(&self) {
        Join::cancel(self);
    }

    fn close(self: Rc<Self>) {
        self.end(Err(JoinError::cancelled(self.number)));
    }
}

impl<F: Future + 'static> Join<F::Output> for Task<F> {
    fn number(&self) -> u64 {
        self.number
    }

    fn state(&self) -> TaskState {
        self.state.get()
    }

    fn cancel(&self) -> bool {
        if self.state.get() == TaskState::Pending {
            self.state.set(TaskState::Cancelling);
            self.ticket.wake();
        }
        !self.state.get().is_end()
    }

    fn poll_end(&self, waker: &Waker) -> Poll<()> {
        let mut listeners = self.listeners.borrow_mut();
        if self.state.get().is_end() && listeners.callbacks_queued == 0 {
            return Poll::Ready(());
        }
        let old = match &listeners.joiner {
            Some(joiner) if joiner.will_wake(waker) => None,
            _ => listeners.joiner.replace(waker.clone()),
        };
        // A foreign waker's drop may do anything, so let go of the list first.
        drop(listeners);
        drop(old);
        Poll::Pending
    }

    fn take(&self) -> Option<Outcome<F::Output>> {
        if !self.state.get().is_end() {
            return None;
        }
        self.seen.set(true);
        match std::mem::replace(&mut *self.stage.borrow_mut(), Stage::Empty) {
            Stage::Outcome(outcome) => Some(outcome),
            Stage::Future(_) | Stage::Empty => None,
        }
    }

    fn look(&self, seen: bool, look: &mut dyn FnMut(Option<&Outcome<F::Output>>)) {
        if !self.state.get().is_end() {
            return look(None);
        }
        self.seen.set(self.seen.get() || seen);
        match &*self.stage.borrow() {
            Stage::Outcome(outcome) => look(Some(outcome)),
            Stage::Future(_) | Stage::Empty => look(None),
        }
    }

    fn add_done_callback(self: Rc<Self>, callback: DoneCallback<F::Output>) {
        if self.state.get().is_end() {
            self.queue_callback(callback);
        } else {
            self.listeners.borrow_mut().callbacks.push(callback);
        }
    }
}

impl<F: Future> Drop for Task<F> {
    fn drop(&mut self) {
        if !self.seen.get()
            && let Stage::Outcome(Err(error)) = self.stage.get_mut()
            && error.is_panic()
        {
            eprintln!("turns: {error} (nobody joined it)");
        }
    }
}
