//! What all sockets share: try, and if the system says "not now", wait until it says "ready".

use crate::engine::Engine;
pub(super) use crate::inspect::Direction;
use crate::reactor::{Reactor, Watched};
use crate::running;
use polling::{AsSource, Event, PollMode};
use std::cell::{Cell, RefCell};
use std::io;
use std::ops::Deref;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker, ready};

/// A non-blocking socket of the standard library, with those who wait for it.
pub(super) struct Socket<T: AsSource + 'static> {
    io: T,
    me: Weak<Socket<T>>,
    read: Side,
    write: Side,
    /// Where the system watches it, if it does.
    home: RefCell<Option<Home>>,
}

/// Reading or writing.
struct Side {
    /// It is worth trying.
    ready: Cell<bool>,
    /// The system watches for it.
    watched: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

struct Home {
    reactor: Rc<Reactor>,
    key: usize,
}

impl<T: AsSource> Deref for Socket<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.io
    }
}

impl<T: AsSource> Socket<T> {
    /// Takes a socket that is in non-blocking mode.
    pub(super) fn new(io: T) -> Rc<Socket<T>> {
        Rc::new_cyclic(|me| Socket {
            io,
            me: me.clone(),
            read: Side::new(),
            write: Side::new(),
            home: RefCell::new(None),
        })
    }

    /// Tries until the system says something else than "not now"; ready with that.
    pub(super) fn poll<R>(
        &self,
        direction: Direction,
        cx: &mut Context<'_>,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> Poll<io::Result<R>> {
        loop {
            if !self.side(direction).ready.get() {
                return self.wait(direction, cx).map(Err);
            }
            ready!(running::poll_budget(cx));
            match operation(&self.io) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.exhaust(direction),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => return Poll::Ready(done),
            }
        }
    }

    /// Says that it is not worth trying until the system says otherwise: the last try got less
    /// than it asked for. This saves the try that would be told "not now".
    pub(super) fn exhaust(&self, direction: Direction) {
        self.side(direction).ready.set(false);
    }

    /// Lets the system watch, and the task wait. Ready only with an error.
    fn wait(&self, direction: Direction, cx: &mut Context<'_>) -> Poll<io::Error> {
        if let Err(error) = self.watch_here(direction) {
            return Poll::Ready(error);
        }
        let mut waiting = self.side(direction).waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }

    /// Makes the system watch for this direction, in the loop that runs here.
    fn watch_here(&self, direction: Direction) -> io::Result<()> {
        let Some(engine) = running::running() else {
            panic!(
                "turns: a socket was polled where no turns loop runs. Await it inside \
                 `turns::block_on` or a task of a turns loop"
            );
        };
        let elsewhere = |home: &Home| !Rc::ptr_eq(&home.reactor, engine.reactor());
        if self.home.borrow().as_ref().is_some_and(elsewhere) {
            self.leave_home();
            // Those who wait in the other loop find their way here when they are polled.
            for side in [&self.read, &self.write] {
                side.waiting.take().into_iter().for_each(Waker::wake);
            }
            return self.watch_here(direction);
        }
        if self.side(direction).watched.replace(true) {
            return Ok(());
        }
        let watched =
            if self.home.borrow().is_some() { self.renew_watch() } else { self.settle(&engine) };
        if watched.is_err() {
            self.side(direction).watched.set(false);
        }
        watched
    }

    /// Makes the loop's reactor this socket's home.
    fn settle(&self, engine: &Engine) -> io::Result<()> {
        let reactor = engine.reactor().clone();
        let key = reactor.insert(self.me.clone());
        if let Err(error) = self.add_to(&reactor, key) {
            reactor.remove(key);
            return Err(error);
        }
        *self.home.borrow_mut() = Some(Home { reactor, key });
        Ok(())
    }

    #[expect(unsafe_code, reason = "the poller has no safe way to add a source")]
    fn add_to(&self, reactor: &Reactor, key: usize) -> io::Result<()> {
        let interest = self.interest(key);
        // SAFETY: the source must be deleted from the poller before it is dropped. `self` owns
        // it, lends it out by shared reference only, and deletes it in `leave_home`, which its
        // own drop calls before the source is dropped.
        unsafe { reactor.poller().add_with_mode(&self.io.source(), interest, PollMode::Level) }
    }

    /// Tells the system what to watch for from now on.
    fn renew_watch(&self) -> io::Result<()> {
        if !self.read.watched.get() && !self.write.watched.get() {
            // Not even errors are wanted, which the system reports without being asked.
            self.leave_home();
            return Ok(());
        }
        match &*self.home.borrow() {
            Some(Home { reactor, key, .. }) => {
                reactor.poller().modify_with_mode(&self.io, self.interest(*key), PollMode::Level)
            }
            None => Ok(()),
        }
    }

    fn leave_home(&self) {
        self.read.watched.set(false);
        self.write.watched.set(false);
        if let Some(home) = self.home.take() {
            home.reactor.remove(home.key);
            // It fails only if the system does not know the source, which is as well.
            let _ = home.reactor.poller().delete(&self.io);
        }
    }

    fn interest(&self, key: usize) -> Event {
        Event::new(key, self.read.watched.get(), self.write.watched.get())
    }

    fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Read => &self.read,
            Direction::Write => &self.write,
        }
    }
}

impl<T: AsSource> Watched for Socket<T> {
    fn on_event(&self, event: Event, woken: &mut Vec<Waker>) {
        let mut renew = false;
        if event.readable {
            self.read.ready.set(true);
            let mut waiting = self.read.waiting.borrow_mut();
            // Everybody has had a turn since the last event, so nobody means to read now.
            renew |= waiting.is_empty() && self.read.watched.take();
            woken.append(&mut waiting);
        }
        if event.writable {
            self.write.ready.set(true);
            woken.append(&mut self.write.waiting.borrow_mut());
            // A socket is writable most of the time: being told once is enough.
            renew |= self.write.watched.take();
        }
        if renew {
            // It fails only if the system does not know the source; then it reports no more.
            let _ = self.renew_watch();
        }
    }

    fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker)) {
        for direction in [Direction::Read, Direction::Write] {
            for waker in &*self.side(direction).waiting.borrow() {
                show(direction, waker);
            }
        }
    }
}

impl<T: AsSource> Drop for Socket<T> {
    fn drop(&mut self) {
        self.leave_home();
    }
}

impl Side {
    fn new() -> Side {
        Side { ready: Cell::new(true), watched: Cell::new(false), waiting: RefCell::default() }
    }
}
