//! Those who wait, first come, first served; and any of them may leave.
//!
//! Being served has two steps, because a future may be dropped in between: who serves grants the
//! first its turn and wakes it, and that one sees the grant when it is polled. If it leaves
//! instead, it says whether the grant should pass to the next.

use std::task::Waker;

/// Names one who waits.
pub(super) type Key = usize;

/// A queue with a place for each, so that leaving from the middle costs no search.
#[derive(Default)]
pub(super) struct Waiters {
    places: slab::Slab<Place>,
    first: Option<Key>,
    last: Option<Key>,
}

struct Place {
    /// How much it waits for.
    wanted: usize,
    state: State,
}

enum State {
    Waiting { waker: Waker, previous: Option<Key>, next: Option<Key> },
    Granted { pass_on: bool },
}

impl Waiters {
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// How much the first wants.
    pub(super) fn first_wants(&self) -> Option<usize> {
        Some(self.places[self.first?].wanted)
    }

    /// Takes a place at the end.
    pub(super) fn join(&mut self, wanted: usize, waker: Waker) -> Key {
        let previous = self.last;
        let state = State::Waiting { waker, previous, next: None };
        let key = self.places.insert(Place { wanted, state });
        *self.next_of(previous) = Some(key);
        self.last = Some(key);
        key
    }

    /// Grants the first its turn and takes its waker. `pass_on` is told to it if it leaves.
    pub(super) fn grant_first(&mut self, pass_on: bool) -> Option<Waker> {
        let key = self.first?;
        self.unlink(key, State::Granted { pass_on })
    }

    /// Ok if the turn was granted, with the `pass_on` of the grant; the place is free then. If
    /// not, the waker is kept, and the old one given back to be dropped when nothing is borrowed.
    pub(super) fn poll(&mut self, key: Key, waker: &Waker) -> Result<bool, Option<Waker>> {
        match &mut self.places[key].state {
            State::Granted { pass_on } => {
                let pass_on = *pass_on;
                self.places.remove(key);
                Ok(pass_on)
            }
            State::Waiting { waker: old, .. } if old.will_wake(waker) => Err(None),
            State::Waiting { waker: old, .. } => Err(Some(std::mem::replace(old, waker.clone()))),
        }
    }

    /// Leaves before being served, or after being granted a turn and before seeing it. Says
    /// whether the grant must pass on, and gives the waker back.
    pub(super) fn leave(&mut self, key: Key) -> (bool, Option<Waker>) {
        let waker = self.unlink(key, State::Granted { pass_on: false });
        let place = self.places.remove(key);
        (matches!(place.state, State::Granted { pass_on: true }), waker)
    }

    /// Takes a place that waits out of the queue.
    fn unlink(&mut self, key: Key, new: State) -> Option<Waker> {
        let state = &mut self.places[key].state;
        let (waker, previous, next) = match std::mem::replace(state, new) {
            State::Waiting { waker, previous, next } => (waker, previous, next),
            granted => {
                *state = granted;
                return None;
            }
        };
        *self.next_of(previous) = next;
        *self.previous_of(next) = previous;
        Some(waker)
    }

    /// Where the key of the one after this stands.
    fn next_of(&mut self, key: Option<Key>) -> &mut Option<Key> {
        match key.map(|key| &mut self.places[key].state) {
            Some(State::Waiting { next, .. }) => next,
            _ => &mut self.first,
        }
    }

    /// Where the key of the one before this stands.
    fn previous_of(&mut self, key: Option<Key>) -> &mut Option<Key> {
        match key.map(|key| &mut self.places[key].state) {
            Some(State::Waiting { previous, .. }) => previous,
            _ => &mut self.last,
        }
    }
}
