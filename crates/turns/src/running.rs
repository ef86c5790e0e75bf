//! Which loop runs on this thread, and which others belong to it.

use crate::engine::Engine;
use crate::inbox;
use crate::ticket::Ticket;
use crate::timers::Moment;
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

/// How many waits of a task may be over at once, in one turn.
const BUDGET: u32 = 64;
/// How often sleeps that have not fired may be looked at before one asks the clock.
const LOOKS: u32 = 64;

thread_local! {
    /// How many more it may be in this turn.
    static LEFT: Cell<u32> = const { Cell::new(BUDGET) };
    static LOOKS_LEFT: Cell<u32> = const { Cell::new(LOOKS) };
    /// The loop that runs on this thread now. It is never left in here when the thread ends, so
    /// nothing is lost by `ManuallyDrop`; and a thread-local with nothing to drop is reached
    /// without asking first whether it is still alive.
    static RUNNING: Cell<ManuallyDrop<Option<Rc<Engine>>>> =
        const { Cell::new(ManuallyDrop::new(None)) };
    /// Every loop that was made on this thread and is alive.
    static HERE: RefCell<Vec<Weak<Engine>>> = const { RefCell::new(Vec::new()) };
}

/// The loop that runs on this thread now.
pub(crate) fn running() -> Option<Rc<Engine>> {
    with(|running| running.cloned())
}

/// Shows the loop that runs on this thread now. It is taken out meanwhile, which costs less than
/// a borrow or a count; so the function calls nothing that would look for it.
#[inline]
pub(crate) fn with<T>(look: impl FnOnce(Option<&Rc<Engine>>) -> T) -> T {
    /// Puts the loop back, whatever happens.
    struct PutBack(ManuallyDrop<Option<Rc<Engine>>>);
    impl Drop for PutBack {
        fn drop(&mut self) {
            RUNNING.set(std::mem::replace(&mut self.0, ManuallyDrop::new(None)));
        }
    }
    let running = PutBack(RUNNING.replace(ManuallyDrop::new(None)));
    look(running.0.as_ref())
}

/// The loop of this number, if it belongs to this thread.
pub(crate) fn by_id(id: u16) -> Option<Rc<Engine>> {
    if let Some(engine) = running().filter(|engine| engine.id() == id) {
        return Some(engine);
    }
    let find = |here: &RefCell<Vec<Weak<Engine>>>| {
        here.borrow().iter().filter_map(Weak::upgrade).find(|engine| engine.id() == id)
    };
    HERE.try_with(find).ok().flatten()
}

/// What the clock says of the loop that runs on this thread; without one, the system's.
pub(crate) fn time() -> Moment {
    with(|running| running.map_or_else(Moment::now, |engine| engine.time()))
}

/// Does something to the loop of this number, now if it belongs to this thread, or by mail; not at
/// all if it is gone. What is done runs no foreign code but wakers, which it drops or wakes while
/// nothing is borrowed.
pub(crate) fn tell(id: u16, order: impl FnOnce(&Engine) + Send + 'static) {
    match by_id(id) {
        Some(engine) => order(&engine),
        None => inbox::order_elsewhere(id, Box::new(order)),
    }
}

/// Wakes a task of the loop that runs on this thread; false if the ticket is for another loop.
#[inline]
pub(crate) fn wake_here(ticket: Ticket) -> bool {
    with(|running| running.is_some_and(|engine| engine.wake(ticket)))
}

/// Whether a wake by this ticket may find its task; false if the task was one of the loop that runs
/// here, and has gone.
pub(crate) fn may_wake(ticket: Ticket) -> bool {
    with(|running| running.is_none_or(|engine| engine.may_wake(ticket)))
}

/// Asked by everything that can be waited for, when it is there at once. A task that never has to
/// wait would keep the loop to itself: so many times in a turn this is ready, and then pending once,
/// with the task woken to go on after the others.
///
/// What is not there yet does not ask. Else a task that waits for many things would use its turn up
/// by asking for them all, be woken to ask for the rest, and so on for ever.
#[inline]
pub(crate) fn poll_budget(cx: &mut Context<'_>) -> Poll<()> {
    if take_budget() { Poll::Ready(()) } else { go_last(cx) }
}

#[cold]
fn go_last(cx: &mut Context<'_>) -> Poll<()> {
    // Where no loop runs, nobody else waits for a turn.
    if with(|running| running.is_none()) {
        return Poll::Ready(());
    }
    cx.waker().wake_by_ref();
    Poll::Pending
}

/// Takes one from what the running turn may do; false if nothing is left. Then the count begins
/// anew: whoever asks again in the same turn, such as a foreign `block_on`, has no other turn to
/// wait for.
#[inline]
pub(crate) fn take_budget() -> bool {
    let has_one = take_if_left();
    if !has_one {
        renew_budget();
    }
    has_one
}

/// Takes one from what the running turn may do; false if nothing is left, and it stays so.
#[inline]
pub(crate) fn take_if_left() -> bool {
    let left = LEFT.get();
    if left > 0 {
        LEFT.set(left - 1);
    }
    left > 0
}

/// Whether the turn has something left: for one who takes it afterwards.
#[inline]
pub(crate) fn has_budget() -> bool {
    LEFT.get() > 0
}

/// Asked by a sleep that has not fired. True once in so many times: whoever polls again and again in
/// one turn keeps the loop from its timers.
#[inline]
pub(crate) fn has_looked_often() -> bool {
    let left = LOOKS_LEFT.get();
    LOOKS_LEFT.set(if left == 0 { LOOKS } else { left - 1 });
    left == 0
}

/// Another turn begins.
#[inline]
pub(crate) fn renew_budget() {
    LEFT.set(BUDGET);
}

/// Notes that a loop was made on this thread.
pub(crate) fn arrive(engine: &Rc<Engine>) {
    // While a thread ends its data may be gone; the loop does without then.
    let _ = HERE.try_with(|here| here.borrow_mut().push(Rc::downgrade(engine)));
}

/// Notes that a loop of this thread is gone.
pub(crate) fn leave(engine: &Engine) {
    let others = |other: &Weak<Engine>| !std::ptr::eq(other.as_ptr(), engine);
    let _ = HERE.try_with(|here| here.borrow_mut().retain(others));
}

/// Makes a loop the running one of this thread until the guard goes.
pub(crate) fn enter(engine: &Rc<Engine>) -> impl Drop {
    let run = |engine| ManuallyDrop::into_inner(RUNNING.replace(ManuallyDrop::new(engine)));
    let before = run(Some(engine.clone()));
    OnDrop(move || drop(run(before.clone())))
}

/// Calls a function when it is dropped.
pub(crate) struct OnDrop<F: FnMut()>(pub(crate) F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
