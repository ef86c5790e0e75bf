//! Those who wait, and how they are told: used by whatever can be waited for.
//!
//! Two rules are kept here, so that nobody else need think of them.
//!
//! - A waker may be foreign code, which can do anything: nothing is borrowed while one is cloned,
//!   woken or dropped. And since the clone may have changed what is waited for, one looks at that
//!   again afterwards.
//! - A wait that is given up leaves nothing behind.

use crate::callback::call_guarded;
use crate::running;
use crate::ticket::Ticket;
use std::cell::{Cell, RefCell};
use std::task::{Poll, Waker};

/// Wakes somebody. If the waker is foreign and panics, that is reported and goes no further: it is
/// not the fault of whoever brings the news, and others may still wait for theirs.
#[inline]
pub(crate) fn wake(waker: Waker) {
    match Ticket::of(&waker) {
        Some(ticket) => ticket.wake(),
        None => wake_foreign(waker),
    }
}

#[cold]
#[inline(never)] // Its frame is a large part of what a wake of ours costs.
fn wake_foreign(waker: Waker) {
    call_guarded("a waker", || waker.wake());
}

/// A place for one who waits.
#[derive(Default)]
pub(crate) struct Seat(Cell<Option<Waker>>);

impl Seat {
    /// Lets somebody wait here, in place of whoever did before. True: foreign code has run
    /// meanwhile, so look again at what is waited for.
    #[inline]
    pub(crate) fn take(&self, waker: &Waker) -> bool {
        let ticket = Ticket::of(waker);
        let new = ticket.map_or_else(|| waker.clone(), Ticket::waker);
        // An old waker is dropped when the new one is in its place, so that may wake it.
        let old = self.0.replace(Some(new));
        let ours = ticket.is_some() && old.is_none();
        drop(old);
        !ours
    }

    /// Lets somebody wait here. Whoever did before is woken, to see that the place is taken.
    fn take_over(&self, waker: &Waker) {
        let new = waker.clone();
        let old = self.0.take();
        let same = old.as_ref().is_some_and(|old| old.will_wake(&new));
        self.0.set(Some(new));
        if !same {
            old.into_iter().for_each(wake);
        }
    }

    /// Wakes whoever waits here.
    #[inline]
    pub(crate) fn wake(&self) {
        if let Some(waker) = self.empty() {
            wake(waker);
        }
    }

    /// Gives back the waker of whoever waits here.
    pub(crate) fn empty(&self) -> Option<Waker> {
        self.0.take()
    }

    /// Shows the waker of whoever waits here to a function that wakes nobody, but may panic.
    pub(crate) fn look(&self, look: impl FnMut(&Waker)) {
        /// Puts the waker back, whatever happens.
        struct PutBack<'a>(&'a Seat, Option<Waker>);
        impl Drop for PutBack<'_> {
            fn drop(&mut self) {
                self.0.0.set(self.1.take());
            }
        }
        PutBack(self, self.0.take()).1.iter().for_each(look);
    }
}

/// Those who wait by being polled, as in `poll_read`, and have no way to say that they give up.
#[derive(Default)]
pub(crate) struct Pollers {
    /// Our tasks, each once. One that has gone is seen by its ticket.
    tasks: RefCell<Vec<Ticket>>,
    /// Of a foreign waker nobody can say whether it is still wanted. So there is one place.
    foreign: Seat,
}

impl Pollers {
    /// Lets somebody wait. If the waker is foreign and another one was here, that is woken, to see
    /// that its place is taken; it waits again by pushing the new one out. So both get on, but
    /// neither sleeps.
    #[inline]
    pub(crate) fn wait(&self, waker: &Waker) {
        let Some(ticket) = Ticket::of(waker) else { return self.foreign.take_over(waker) };
        let mut tasks = self.tasks.borrow_mut();
        if !tasks.contains(&ticket) {
            if tasks.len() == tasks.capacity() {
                make_room(&mut tasks);
            }
            tasks.push(ticket);
        }
    }

    /// Gives back the wakers of all who wait.
    pub(crate) fn empty(&self, wakers: &mut Vec<Waker>) {
        wakers.extend(self.tasks.borrow_mut().drain(..).map(Ticket::waker));
        wakers.extend(self.foreign.empty());
    }

    /// Shows the wakers of all who wait to a function that runs no foreign code.
    pub(crate) fn look(&self, mut look: impl FnMut(&Waker)) {
        self.tasks.borrow().iter().for_each(|ticket| look(&ticket.waker()));
        self.foreign.look(look);
    }
}

/// Lets go of the tasks that have ended; there is room for twice those that are left, so that this
/// costs little for each that comes.
#[cold]
fn make_room(tasks: &mut Vec<Ticket>) {
    tasks.retain(|ticket| running::may_wake(*ticket));
    if tasks.len() > tasks.capacity() / 2 {
        tasks.reserve(tasks.len());
    }
}

/// A line of those who wait. First come, first served; and any of them may leave.
#[derive(Default)]
pub(crate) struct Line(RefCell<Waiters>);

impl Line {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// How much the first wants.
    pub(crate) fn first_wants(&self) -> Option<usize> {
        self.0.borrow().first_wants()
    }

    /// Takes a place at the end. The waker is a clone already: see what is waited for again
    /// between that and this.
    pub(crate) fn join(&self, wanted: usize, waker: Waker) -> Key {
        self.0.borrow_mut().join(wanted, waker)
    }

    /// Takes a place that has been granted its turn already, for one who has what it wants and must
    /// let the others go first.
    pub(crate) fn join_granted(&self, wanted: usize) -> Key {
        self.0.borrow_mut().join_granted(wanted)
    }

    /// Ready when the place has been granted its turn, with the `pass_on` of the grant. The place
    /// is free then. If not, this is the waker from now on.
    pub(crate) fn poll(&self, key: Key, waker: &Waker) -> Poll<bool> {
        let granted = || self.0.borrow_mut().take_grant(key);
        if let Some(pass_on) = granted() {
            return Poll::Ready(pass_on);
        }
        let new = waker.clone();
        let spare = self.0.borrow_mut().renew(key, new);
        drop(spare);
        // Both of these may have been foreign code, and that may have granted the turn.
        granted().map_or(Poll::Pending, Poll::Ready)
    }

    /// Lets somebody wait in the place that it has, or in a new one at the end: for those who look
    /// by themselves, before and afterwards, at what they wait for.
    pub(crate) fn wait(&self, place: &mut Option<Key>, waker: &Waker) {
        if let Some(key) = *place {
            if self.poll(key, waker).is_pending() {
                return;
            }
            *place = None;
        }
        *place = Some(self.join(1, waker.clone()));
    }

    /// Leaves, before being served or before having seen it. True: the grant must pass on.
    pub(crate) fn leave(&self, key: Key) -> bool {
        let (pass_on, waker) = self.0.borrow_mut().leave(key);
        drop(waker);
        pass_on
    }

    /// Grants the first its turn and wakes it; false if nobody waits. `pass_on` is told to it if
    /// it leaves without having seen the grant.
    pub(crate) fn serve_first(&self, pass_on: bool) -> bool {
        let granted = self.0.borrow_mut().grant_first(pass_on);
        granted.map(wake).is_some()
    }

    /// Grants all who wait now their turn, and wakes them.
    pub(crate) fn serve_all(&self) {
        let mut wakers = Vec::new();
        self.grant_all(&mut wakers);
        wakers.into_iter().for_each(wake);
    }

    /// Grants all who wait now their turn, and lets the caller wake them.
    pub(crate) fn grant_all(&self, wakers: &mut Vec<Waker>) {
        let mut waiters = self.0.borrow_mut();
        wakers.extend(std::iter::from_fn(|| waiters.grant_first(false)));
    }

    /// Shows the wakers of all who wait to a function that runs no foreign code.
    pub(crate) fn look(&self, look: impl FnMut(&Waker)) {
        self.0.borrow().wakers().for_each(look);
    }
}

/// Names one who waits.
pub(crate) type Key = usize;

/// What a line consists of. It runs no foreign code: wakers come as clones, and those that are no
/// longer needed are given back.
///
/// Being served has two steps, because a future may be dropped in between: whoever serves grants
/// the first its turn and wakes it, and that one sees the grant when it is polled. If it leaves
/// instead, it says whether the grant should pass to the next.
#[derive(Default)]
pub(crate) struct Waiters {
    /// A place for each, so that leaving from the middle costs no search.
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
    pub(crate) const fn new() -> Waiters {
        Waiters { places: slab::Slab::new(), first: None, last: None }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn first_wants(&self) -> Option<usize> {
        Some(self.places[self.first?].wanted)
    }

    /// Takes a place at the end.
    pub(crate) fn join(&mut self, wanted: usize, waker: Waker) -> Key {
        let previous = self.last;
        let state = State::Waiting { waker, previous, next: None };
        let key = self.places.insert(Place { wanted, state });
        *self.next_of(previous) = Some(key);
        self.last = Some(key);
        key
    }

    /// Takes a place that is in no line: its turn is granted, and passes on if it leaves.
    fn join_granted(&mut self, wanted: usize) -> Key {
        self.places.insert(Place { wanted, state: State::Granted { pass_on: true } })
    }

    /// Grants the first its turn and gives its waker back.
    pub(crate) fn grant_first(&mut self, pass_on: bool) -> Option<Waker> {
        let key = self.first?;
        self.unlink(key, State::Granted { pass_on })
    }

    /// Whether the turn was granted, and its `pass_on`; then the place is free.
    pub(crate) fn take_grant(&mut self, key: Key) -> Option<bool> {
        let State::Granted { pass_on } = self.places[key].state else { return None };
        self.places.remove(key);
        Some(pass_on)
    }

    /// Changes the waker of one who waits, and gives back the one that is not needed.
    pub(crate) fn renew(&mut self, key: Key, new: Waker) -> Waker {
        match &mut self.places[key].state {
            State::Waiting { waker, .. } => std::mem::replace(waker, new),
            State::Granted { .. } => new,
        }
    }

    /// Leaves, before being served, or after being granted a turn and before seeing it. Says
    /// whether the grant must pass on, and gives the waker back.
    pub(crate) fn leave(&mut self, key: Key) -> (bool, Option<Waker>) {
        let waker = self.unlink(key, State::Granted { pass_on: false });
        let place = self.places.remove(key);
        (matches!(place.state, State::Granted { pass_on: true }), waker)
    }

    /// The wakers of all who wait, in no order.
    fn wakers(&self) -> impl Iterator<Item = &Waker> {
        self.places.iter().filter_map(|(_, place)| match &place.state {
            State::Waiting { waker, .. } => Some(waker),
            State::Granted { .. } => None,
        })
    }

    /// Takes a place that waits out of the line.
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
