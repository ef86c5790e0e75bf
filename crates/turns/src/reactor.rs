//! Which sockets the system watches for this loop.
//!
//! Watching is level-triggered: the system tells again in every wait what is still ready. So
//! nothing is lost when a task reads only half of what came. Linux, the BSDs, macOS and Windows all
//! have it (Solaris does not). The price is that a socket nobody attends to would keep the loop
//! awake; the socket stops being watched then, until somebody wants it again.

use crate::inspect::Direction;
use crate::selector::{Heard, Limit, Selector};
use crate::waiters::wake;
use polling::{Event, Poller};
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Weak;
use std::sync::Arc;
use std::task::Waker;

/// Something that the system watches: a socket.
pub(crate) trait Watched {
    /// The system says that it is ready. Those who are to be woken go to `woken`.
    fn on_event(&self, event: Event, woken: &mut Vec<Waker>);

    /// The loop is going: the poller must forget it. Those who wait go to `woken`.
    fn on_loop_gone(&self, poller: &Poller, woken: &mut Vec<Waker>);

    /// Shows all who wait for it.
    fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker));
}

/// The watched sockets of one loop.
pub(crate) struct Reactor {
    selector: Arc<Selector>,
    watched: RefCell<slab::Slab<Weak<dyn Watched>>>,
    /// Kept between dispatches for its memory.
    woken: Cell<Vec<Waker>>,
}

impl Reactor {
    pub(crate) fn new(selector: Arc<Selector>) -> Reactor {
        Reactor { selector, watched: RefCell::default(), woken: Cell::default() }
    }

    pub(crate) fn selector(&self) -> &Selector {
        &self.selector
    }

    pub(crate) fn poller(&self) -> &Poller {
        self.selector.poller()
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

    /// The loop is going. Sockets may outlive it: they keep nothing of it and can go to another.
    /// Whoever waits for one is woken, to find the way there.
    pub(crate) fn close(&self) {
        let mut woken = Vec::new();
        for watched in self.watched.take().drain().filter_map(|watched| watched.upgrade()) {
            watched.on_loop_gone(self.poller(), &mut woken);
        }
        woken.into_iter().for_each(wake);
    }

    /// Shows all who wait for a socket.
    pub(crate) fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker)) {
        for (_, watched) in &*self.watched.borrow() {
            if let Some(watched) = watched.upgrade() {
                watched.each_waiting(show);
            }
        }
    }

    /// Asks the system which sockets are ready, and waits until one is, or the limit has come, or
    /// somebody rings; then wakes those who waited for it.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn wait(&self, heard: &mut Heard, limit: Limit) -> io::Result<()> {
        self.selector.wait(heard, limit)?;
        self.dispatch(heard.events());
        Ok(())
    }

    /// Tells the sockets what the system said, then wakes those who waited for it.
    fn dispatch(&self, events: impl Iterator<Item = Event>) {
        let mut woken = self.woken.take();
        for event in events {
            // A key may have passed to another socket since the system looked. That one finds
            // that it is not ready after all. And some are nobody's: a ring, say.
            let watched = self.watched.borrow().get(event.key).and_then(Weak::upgrade);
            if let Some(watched) = watched {
                watched.on_event(event, &mut woken);
            }
        }
        woken.drain(..).for_each(wake);
        self.woken.set(woken);
    }
}

impl Drop for Reactor {
    fn drop(&mut self) {
        self.close();
    }
}
