//! A task: a future that the loop polls, and the place where its result waits.
//!
//! Future, result and state stand in one allocation. The loop's slot holds it while the task
//! lives, the handle as long as somebody may want the result.

use crate::callback::{call_guarded, say};
use crate::inspect::Now;
use crate::join_error::{JoinError, task_name};
use crate::outcome::{AtEnd, DoneCallback, Join, Outcome, TaskRef, TaskState};
use crate::queue::Turn;
use crate::running::{self, OnDrop};
use crate::ticket::Ticket;
use crate::waiters::wake;
use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

/// What is in the task's box: first the future, then the result, in the same place.
enum Stage<F: Future> {
    Future(F),
    Outcome(Outcome<F::Output>),
    /// The result went to the one who joined.
    Taken,
}

impl<F: Future> Stage<F> {
    /// Moves the outcome out, if there is one. A future is never moved.
    fn take_outcome(&mut self) -> Option<Outcome<F::Output>> {
        if !matches!(self, Stage::Outcome(_)) {
            return None;
        }
        match std::mem::replace(self, Stage::Taken) {
            Stage::Outcome(outcome) => Some(outcome),
            Stage::Future(_) | Stage::Taken => None,
        }
    }
}

/// A future with its number and its state.
pub(crate) struct Task<F: Future> {
    number: u32,
    state: Cell<TaskState>,
    /// Somebody has seen the result, so that a panic need not be reported.
    seen: Cell<bool>,
    /// The end has come, and callbacks that tell of it stand in the loop's queue.
    telling: Cell<bool>,
    /// Whether somebody changes the stage, or how many look at it.
    visitors: Cell<u8>,
    waiting: Cell<Waiting<F::Output>>,
    /// A `RefCell` would do, but its flag takes eight bytes, and there is room for one above.
    stage: UnsafeCell<Stage<F>>,
}

/// One visitor, who changes the stage.
const CHANGES: u8 = u8::MAX;

/// Who is to be told of the end. Most often it is nobody, or a task of ours, which is a number.
#[derive(Default)]
enum Waiting<T> {
    #[default]
    Nobody,
    Task(Ticket),
    More(Box<More<T>>),
}

struct More<T> {
    joiner: Option<Waker>,
    at_end: Option<AtEnd<T>>,
    /// Functions that wait for the end, each with the task that it will be given.
    callbacks: Vec<(TaskRef<T>, DoneCallback<T>)>,
    /// How many of them stand in the loop's queue. The joiner goes on after them.
    queued: usize,
}

impl<F: Future + 'static> Task<F> {
    pub(crate) fn new(number: u32, future: F) -> Task<F> {
        Task {
            number,
            state: Cell::new(TaskState::Pending),
            seen: Cell::new(false),
            telling: Cell::new(false),
            visitors: Cell::new(0),
            waiting: Cell::default(),
            stage: UnsafeCell::new(Stage::Future(future)),
        }
    }

    /// Changes the stage, as when the future is polled or dropped. The state says that it has not
    /// ended then, and before the end nobody else comes in here.
    #[inline(always)]
    #[expect(unsafe_code, reason = "it is a RefCell with a smaller flag")]
    fn change<R>(&self, change: impl FnOnce(&mut Stage<F>) -> R) -> R {
        assert!(self.visitors.get() == 0, "turns: a task was changed from inside itself");
        self.visitors.set(CHANGES);
        let _gone = OnDrop(|| self.visitors.set(0));
        // SAFETY: nobody was in here, and until the reference is gone `visitors` keeps all out.
        change(unsafe { &mut *self.stage.get() })
    }

    /// Shows the stage. What is shown may look at it again.
    #[expect(unsafe_code, reason = "it is a RefCell with a smaller flag")]
    fn show(&self, look: impl FnOnce(&Stage<F>)) {
        let others = self.visitors.get();
        assert!(others < CHANGES - 1, "turns: a task was looked at from inside itself");
        self.visitors.set(others + 1);
        let _gone = OnDrop(|| self.visitors.set(others));
        // SAFETY: nobody changes it, and until the reference is gone `visitors` is not zero, so
        // nobody will. Who came later goes sooner, so each leaves the number as it was.
        look(unsafe { &*self.stage.get() });
    }

    /// Polls the future once. If it is ready, the result takes its place.
    fn poll(&self, waker: &Waker) -> Poll<()> {
        self.change(|stage| Self::poll_in(stage, waker))
    }

    #[inline(always)]
    #[expect(unsafe_code, reason = "std cannot pin what stands in a cell")]
    fn poll_in(stage: &mut Stage<F>, waker: &Waker) -> Poll<()> {
        let Stage::Future(future) = stage else { return Poll::Ready(()) };
        // SAFETY: the stage is a task's, in an Rc from the start, which never moves its content. In
        // the task the future stands in a private field that is overwritten only as a whole, which
        // drops the future where it stands, and that `take_outcome` moves from only when it is no
        // longer a future. So the future does not move from its first poll until it is dropped.
        let future = unsafe { Pin::new_unchecked(future) };
        let value = ready!(future.poll(&mut Context::from_waker(waker)));
        *stage = Stage::Outcome(Ok(value));
        Poll::Ready(())
    }

    /// Ends the task without a result. The future is dropped, if it is still there.
    fn fail(&self, error: JoinError) {
        let state = self.change(|stage| {
            let outcome = Stage::Outcome(Err(error));
            let dropped = catch_unwind(AssertUnwindSafe(|| *stage = outcome));
            if let Err(panic) = dropped
                && let Stage::Outcome(Err(error)) = stage
                && error.is_cancelled()
            {
                // The drop says more than that the task was cancelled. If there were two panics,
                // the first is the one to tell of.
                *error = JoinError::panicked(self.number, panic);
            }
            match stage {
                Stage::Outcome(Err(error)) if error.is_panic() => TaskState::Panicked,
                _ => TaskState::Cancelled,
            }
        });
        self.end(state);
    }

    /// Tells those who wait of the end.
    #[inline]
    fn end(&self, state: TaskState) {
        self.state.set(state);
        match self.waiting.take() {
            Waiting::Nobody => {}
            Waiting::Task(joiner) => joiner.wake(),
            Waiting::More(more) => self.tell_more(more),
        }
    }

    #[cold]
    fn tell_more(&self, mut more: Box<More<F::Output>>) {
        let (callbacks, at_end) = (std::mem::take(&mut more.callbacks), more.at_end.take());
        self.waiting.set(Waiting::More(more));
        if let Some(function) = at_end {
            function(self);
        }
        // It ends in a turn of its loop, or when that is dropped.
        if let Some(loop_id) = running::running().map(|engine| engine.id()) {
            for (task, function) in callbacks {
                self.queue_callback(loop_id, task, function);
            }
        }
        self.tell_joiner();
    }

    fn queue_callback(
        &self,
        loop_id: u16,
        task: TaskRef<F::Output>,
        function: DoneCallback<F::Output>,
    ) {
        // A loop that is gone calls nobody.
        let Some(engine) = running::by_id(loop_id) else { return };
        self.telling.set(true);
        self.with_more(|more| more.queued += 1);
        let called = Called(task);
        engine.call_soon(move || function(called.0.clone()));
    }

    /// Wakes the joiner, when all callbacks have been called.
    fn tell_joiner(&self) {
        if self.telling.get() {
            return;
        }
        match self.waiting.take() {
            Waiting::Nobody => {}
            Waiting::Task(joiner) => joiner.wake(),
            Waiting::More(more) => more.joiner.into_iter().for_each(wake),
        }
    }

    /// Lets more than one wait, or one whose waker is not ours.
    #[cold]
    fn join_with_more(&self, waker: &Waker) -> Poll<()> {
        // The clone may be foreign code, and even drop the loop.
        let joiner = waker.clone();
        if self.is_over() {
            return Poll::Ready(());
        }
        // The old waker, if it is a foreign one, is dropped with nothing taken out.
        let old = self.with_more(|more| more.joiner.replace(joiner));
        drop(old);
        Poll::Pending
    }

    /// Whether it has ended, and all callbacks have been called.
    fn is_over(&self) -> bool {
        self.state.get().is_end() && !self.telling.get()
    }

    fn with_more<R>(&self, change: impl FnOnce(&mut More<F::Output>) -> R) -> R {
        let joiner = match self.waiting.take() {
            Waiting::More(mut more) => {
                let changed = change(&mut more);
                self.waiting.set(Waiting::More(more));
                return changed;
            }
            Waiting::Task(ticket) => Some(ticket.waker()),
            Waiting::Nobody => None,
        };
        let more = More { joiner, at_end: None, callbacks: Vec::new(), queued: 0 };
        self.waiting.set(Waiting::More(Box::new(more)));
        self.with_more(change)
    }
}

/// Goes when a done callback was called, or dropped with its loop.
struct Called<T>(TaskRef<T>);

impl<T> Drop for Called<T> {
    fn drop(&mut self) {
        self.0.callback_called();
    }
}

impl<F: Future + 'static> Turn for Task<F> {
    fn take_turn(&self, waker: &Waker, now: &Now) -> Poll<()> {
        now.task(self.number);
        if self.state.get() == TaskState::Pending && self.poll(waker).is_ready() {
            self.end(TaskState::Finished);
            return Poll::Ready(());
        }
        // Cancelled before this turn, or by itself in this turn.
        if self.state.get() == TaskState::Cancelling {
            self.fail(JoinError::cancelled(self.number));
            return Poll::Ready(());
        }
        Poll::Pending
    }

    fn panicked(&self, panic: Box<dyn Any + Send>) {
        // If it has ended, it was not the future that panicked, but a waker that was told.
        if self.state.get().is_end() {
            resume_unwind(panic);
        }
        self.fail(JoinError::panicked(self.number, panic));
    }

    fn cancel(&self) {
        Join::cancel(self);
    }

    fn is_task(&self) -> bool {
        true
    }

    fn on_end(self: Rc<Self>, loop_id: u16, then: Box<dyn FnOnce()>) {
        self.add_done_callback(loop_id, Box::new(|_| then()));
    }

    fn name(&self) -> Option<String> {
        Some(task_name(self.number))
    }

    fn close(&self) {
        self.fail(JoinError::cancelled(self.number));
    }
}

impl<F: Future + 'static> Join<F::Output> for Task<F> {
    fn number(&self) -> u32 {
        self.number
    }

    fn state(&self) -> TaskState {
        self.state.get()
    }

    fn cancel(&self) -> bool {
        if self.state.get() == TaskState::Pending {
            self.state.set(TaskState::Cancelling);
        }
        !self.state.get().is_end()
    }

    #[inline]
    fn poll_end(&self, waker: &Waker) -> Poll<()> {
        if self.is_over() {
            return Poll::Ready(());
        }
        let Some(ticket) = Ticket::of(waker) else {
            return self.join_with_more(waker);
        };
        if let more @ Waiting::More(_) = self.waiting.replace(Waiting::Task(ticket)) {
            self.waiting.set(more);
            return self.join_with_more(waker);
        }
        Poll::Pending
    }

    fn poll_take(&self, waker: &Waker) -> Poll<Option<Outcome<F::Output>>> {
        ready!(self.poll_end(waker));
        Poll::Ready(self.take())
    }

    #[cold]
    fn forget_joiner(&self) {
        let old = match self.waiting.take() {
            Waiting::More(mut more) => {
                let old = more.joiner.take();
                self.waiting.set(Waiting::More(more));
                old
            }
            Waiting::Task(_) | Waiting::Nobody => None,
        };
        drop(old);
    }

    fn take(&self) -> Option<Outcome<F::Output>> {
        if !self.state.get().is_end() {
            return None;
        }
        self.seen.set(true);
        self.change(Stage::take_outcome)
    }

    fn look(&self, seen: bool, look: &mut dyn FnMut(Option<&Outcome<F::Output>>)) {
        if !self.state.get().is_end() {
            return look(None);
        }
        self.seen.set(self.seen.get() || seen);
        self.show(|stage| match stage {
            Stage::Outcome(outcome) => look(Some(outcome)),
            Stage::Future(_) | Stage::Taken => look(None),
        });
    }

    fn add_done_callback(self: Rc<Self>, loop_id: u16, callback: DoneCallback<F::Output>) {
        if self.state.get().is_end() {
            return self.queue_callback(loop_id, self.clone(), callback);
        }
        let task = self.clone();
        self.with_more(|more| more.callbacks.push((task, callback)));
    }

    fn at_end(&self, function: AtEnd<F::Output>) {
        self.with_more(|more| more.at_end = Some(function));
    }

    fn callback_called(&self) {
        let left = self.with_more(|more| {
            more.queued -= 1;
            more.queued
        });
        self.telling.set(left > 0);
        self.tell_joiner();
    }
}

impl<F: Future> Task<F> {
    /// The last to let go may be the loop, between two turns: a result whose drop panics must not
    /// be taken for a panic of the next task.
    #[cold]
    fn drop_outcome(&mut self) {
        let outcome = self.stage.get_mut().take_outcome();
        if let Some(Err(error)) = &outcome
            && error.is_panic()
            && !self.seen.get()
        {
            say(format_args!("{error} (nobody joined it)"));
        }
        call_guarded("the drop of a result", || drop(outcome));
    }
}

impl<F: Future> Drop for Task<F> {
    fn drop(&mut self) {
        if let Stage::Outcome(_) = self.stage.get_mut() {
            self.drop_outcome();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_small() {
        // A word of the task's own beside the future, and who waits.
        assert_eq!(size_of::<Task<std::future::Ready<()>>>(), 40);
        assert_eq!(size_of::<crate::time::Sleep>(), 16);
        assert_eq!(size_of::<Task<crate::time::Sleep>>(), 40);
    }
}
