//! Which sockets the system watches for this loop.
//!
//! Watching is level-triggered: the system tells again in every wait what is still ready. So
//! nothing is lost when a task reads only half of what came, and it is the one mode that every
//! system has. The price is that a socket nobody attends to would keep the loop awake; the
//! socket stops being watched then, until somebody wants it again.

use crate::inspect::Direction;
use crate::waiters::wake;
use polling::{Event, Events, Poller};
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Weak;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

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
    poller: Arc<Poller>,
    watched: RefCell<slab::Slab<Weak<dyn Watched>>>,
    /// Kept between dispatches for its memory.
    woken: Cell<Vec<Waker>>,
}

/// What the system says in one wait.
#[derive(Default)]
pub(crate) struct Heard {
    events: Events,
    #[cfg(target_os = "linux")]
    direct: Vec<rustix::event::epoll::Event>,
}

impl Reactor {
    pub(crate) fn new(poller: Arc<Poller>) -> Reactor {
        Reactor { poller, watched: RefCell::default(), woken: Cell::default() }
    }

    pub(crate) fn poller(&self) -> &Poller {
        &self.poller
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

    /// Asks the system which sockets are ready, and waits until one is, or the time is over, or
    /// somebody rings; then wakes those who waited for it.
    ///
    /// # Errors
    ///
    /// If the system refuses. Interrupted waits are tried again, or end with nothing heard.
    pub(crate) fn wait(&self, heard: &mut Heard, timeout: Option<Duration>) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        let timeout = if timeout.is_none_or(|timeout| timeout.is_zero()) {
            if self.wait_directly(heard, timeout)? {
                self.dispatch(heard.direct.iter().map(event_of));
                return Ok(());
            }
            // The bell has been heard and is silent until the poller sets it anew.
            Some(Duration::ZERO)
        } else {
            timeout
        };
        heard.events.clear();
        self.poller().wait(&mut heard.events, timeout)?;
        self.dispatch(heard.events.iter());
        Ok(())
    }

    /// The poller's own wait makes five system calls, to set its timer and its bell anew. Without
    /// a time limit and without a ring one is enough. False: it was the bell, or the timer of an
    /// earlier wait, which is for the poller to answer.
    #[cfg(target_os = "linux")]
    fn wait_directly(&self, heard: &mut Heard, timeout: Option<Duration>) -> io::Result<bool> {
        use rustix::{buffer::spare_capacity, event::epoll, io::Errno};
        heard.direct.clear();
        heard.direct.reserve(1024);
        let zero = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
        let timeout = timeout.map(|_| &zero);
        match epoll::wait(self.poller(), spare_capacity(&mut heard.direct), timeout) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let watched = self.watched.borrow();
        Ok(heard.direct.iter().all(|event| watched.contains(event_of(event).key)))
    }

    /// Tells the sockets what the system said, then wakes those who waited for it.
    fn dispatch(&self, events: impl Iterator<Item = Event>) {
        let mut woken = self.woken.take();
        for event in events {
            // A key may have passed to another socket since the system looked. That one finds
            // that it is not ready after all.
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

/// An event of Linux in the poller's words, which are the same on all systems.
#[cfg(target_os = "linux")]
fn event_of(event: &rustix::event::epoll::Event) -> Event {
    use rustix::event::epoll::EventFlags as Flags;
    let (flags, data) = (event.flags, event.data);
    let ended = Flags::HUP | Flags::ERR;
    let readable = flags.intersects(Flags::IN | Flags::PRI | ended);
    Event::new(data.u64() as usize, readable, flags.intersects(Flags::OUT | ended))
}
