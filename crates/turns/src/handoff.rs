//! One value from one thread to another, once. Either side may go first.

use crate::waiters::wake;
#[cfg(loom)]
use loom::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::sync::PoisonError;
#[cfg(not(loom))]
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

/// Makes the two sides.
pub(crate) fn handoff<T>() -> (Giver<T>, Taker<T>) {
    let shared =
        Arc::new(Shared { state: Mutex::new(State::Pending(None)), given: Condvar::new() });
    (Giver(shared.clone()), Taker(shared))
}

struct Shared<T> {
    state: Mutex<State<T>>,
    given: Condvar,
}

enum State<T> {
    /// Who is to be woken, if somebody awaits it.
    Pending(Option<Waker>),
    Given(T),
    /// The giver went without giving, or the value was taken.
    Gone,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, new: State<T>) {
        let mut state = self.lock();
        if !matches!(*state, State::Pending(_)) {
            return;
        }
        let old = std::mem::replace(&mut *state, new);
        drop(state);
        self.given.notify_all();
        if let State::Pending(Some(waker)) = old {
            wake(waker);
        }
    }
}

/// The side that has the value. Dropped, it says that there will be none.
pub(crate) struct Giver<T>(Arc<Shared<T>>);

impl<T> Giver<T> {
    pub(crate) fn give(self, value: T) {
        self.0.settle(State::Given(value));
    }

    /// Whether the other side is gone.
    pub(crate) fn is_abandoned(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        self.0.settle(State::Gone);
    }
}

/// The side that wants the value.
pub(crate) struct Taker<T>(Arc<Shared<T>>);

impl<T> Taker<T> {
    /// Ready with the value, or with none if there will be none.
    pub(crate) fn poll_take(&self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(taken) = take(&mut self.0.lock()) {
            return Poll::Ready(taken);
        }
        // A clone or a drop of a waker may be foreign code: neither happens under the lock.
        let waker = Some(cx.waker().clone());
        let mut state = self.0.lock();
        if let Some(taken) = take(&mut state) {
            return Poll::Ready(taken);
        }
        let old = std::mem::replace(&mut *state, State::Pending(waker));
        drop(state);
        drop(old);
        Poll::Pending
    }

    /// Blocks the thread until there is the value, or until there will be none.
    pub(crate) fn wait(&self) -> Option<T> {
        let mut state = self.0.lock();
        loop {
            if let Some(taken) = take(&mut state) {
                return taken;
            }
            state = self.0.given.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether waiting is over.
    pub(crate) fn is_settled(&self) -> bool {
        !matches!(*self.0.lock(), State::Pending(_))
    }
}

/// A taker that goes leaves no waker behind.
impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if let State::Pending(waiting) = &mut *state {
            let waiting = waiting.take();
            drop(state);
            drop(waiting);
        }
    }
}

/// What there is to take, once waiting is over.
fn take<T>(state: &mut State<T>) -> Option<Option<T>> {
    match std::mem::replace(state, State::Gone) {
        State::Given(value) => Some(Some(value)),
        State::Gone => Some(None),
        pending @ State::Pending(_) => {
            *state = pending;
            None
        }
    }
}
