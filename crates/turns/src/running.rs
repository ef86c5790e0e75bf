//! Which loop runs on this thread, and which others belong to it.

use crate::engine::Engine;
use crate::ticket::Ticket;
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

thread_local! {
    /// The loop that runs on this thread now. It is never left in here when the thread ends, so
    /// nothing is lost by `ManuallyDrop`; and a thread-local with nothing to drop is reached
    /// without asking first whether it is still alive.
    static RUNNING: RefCell<ManuallyDrop<Option<Rc<Engine>>>> =
        const { RefCell::new(ManuallyDrop::new(None)) };
    /// Every loop that was made on this thread and is alive.
    static HERE: RefCell<Vec<Weak<Engine>>> = const { RefCell::new(Vec::new()) };
}

/// The loop that runs on this thread now.
pub(crate) fn running() -> Option<Rc<Engine>> {
    RUNNING.with_borrow(|running| Option::clone(running))
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

/// Wakes a task of the loop that runs on this thread; false if the ticket is for another loop.
#[inline]
pub(crate) fn wake_here(ticket: Ticket) -> bool {
    RUNNING.with_borrow(|running| match &**running {
        Some(engine) if engine.id() == ticket.loop_id() => {
            engine.wake(ticket);
            true
        }
        _ => false,
    })
}

/// Takes one from what the running turn may do. When nothing is left the task is woken, to go on
/// after the others.
pub(crate) fn poll_budget(cx: &mut Context<'_>) -> Poll<()> {
    let may_go_on = RUNNING.with_borrow(|running| match &**running {
        Some(engine) => engine.take_budget(),
        None => true,
    });
    if may_go_on {
        return Poll::Ready(());
    }
    cx.waker().wake_by_ref();
    Poll::Pending
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
