//! Which sockets the system watches for this loop.
//!
//! Watching is level-triggered: the system tells again in every wait what is still ready. So
//! nothing is lost when a task reads only half of what came, and it is the one mode that every
//! system has. The price is that a socket nobody attends to would keep the loop awake; the
//! socket stops being watched then, until somebody wants it again.

use crate::callback::call_guarded;
use crate::inbox::Inbox;
use crate::inspect::Direction;
use polling::{Event, Events, Poller};
use std::cell::{Cell, RefCell};
use std::rc::Weak;
use std::sync::Arc;
use std::task::Waker;

/// Something that the system watches: a socket.
pub(crate) trait Watched {
    /// The system says that it is ready. Those who are to be woken go to `woken`.
    fn on_event(&self, event: Event, woken: &mut Vec<Waker>);

    /// Shows all who wait for it.
    fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker));
}

/// The watched sockets of one loop.
pub(crate) struct Reactor {
    inbox: Arc<Inbox>,
    watched: RefCell<slab::Slab<Weak<dyn Watched>>>,
    /// Kept between dispatches for its memory.
    woken: Cell<Vec<Waker>>,
}

impl Reactor {
    pub(crate) fn new(inbox: Arc<Inbox>) -> Reactor {
        Reactor { inbox, watched: RefCell::default(), woken: Cell::default() }
    }

    pub(crate) fn poller(&self) -> &Poller {
        self.inbox.poller()
    }

    /// Whether nothing is watched.
    pub(crate) fn is_empty(&self) -> bool {
        self.watched.borrow().is_empty()
    }

    /// Takes somebody in and says under which key the system is to report it.
    pub(crate) fn insert(&self, watched: Weak<dyn Watched>) -> usize {
        self.watched.borrow_mut().insert(watched)
    }

    pub(crate) fn remove(&self, key: usize) {
        self.watched.borrow_mut().try_remove(key);
    }

    /// Shows all who wait for a socket.
    pub(crate) fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker)) {
        for (_, watched) in &*self.watched.borrow() {
            if let Some(watched) = watched.upgrade() {
                watched.each_waiting(show);
            }
        }
    }

    /// Tells the sockets what the system said, then wakes those who waited for it.
    pub(crate) fn dispatch(&self, events: &Events) {
        let mut woken = self.woken.take();
        for event in events.iter() {
            // A key may have passed to another socket since the system looked. That one finds
            // that it is not ready after all.
            let watched = self.watched.borrow().get(event.key).and_then(Weak::upgrade);
            if let Some(watched) = watched {
                watched.on_event(event, &mut woken);
            }
        }
        for waker in woken.drain(..) {
            call_guarded("a waker", || waker.wake());
        }
        self.woken.set(woken);
    }
}
