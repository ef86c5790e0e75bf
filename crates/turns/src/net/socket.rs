//! What all sockets share: try, and if the system says "not now", wait until it says "ready".

use crate::engine::Engine;
pub(super) use crate::inspect::Direction;
use crate::reactor::{Reactor, Watched};
use crate::running;
use crate::waiters::{Key, Line, Pollers, wake};
use polling::{AsSource, Event, Poller};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
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
    /// Futures of ours that wait: each leaves when it is dropped.
    futures: Line,
    /// Those who wait by `poll_read` or its like.
    pollers: Pollers,
}

/// The loop whose system call watches a socket. A loop may go before its sockets do, and then
/// nothing of it is kept.
struct Home {
    reactor: Weak<Reactor>,
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

    /// Tries until the system says something else than "not now", and returns that. Any number of
    /// tasks may do so at once; one that is given up leaves.
    pub(super) async fn when_ready<R>(
        &self,
        direction: Direction,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> io::Result<R> {
        let mut place = Place { line: &self.side(direction).futures, key: None };
        poll_fn(|cx| {
            self.attempt(direction, cx, &mut operation, |waker| {
                place.line.wait(&mut place.key, waker)
            })
        })
        .await
    }

    /// The same for the traits of `futures-io`. Any number of tasks may wait like this, and one
    /// future that has a waker of its own, as in a `FuturesUnordered`.
    pub(super) fn poll<R>(
        &self,
        direction: Direction,
        cx: &mut Context<'_>,
        operation: impl FnMut(&T) -> io::Result<R>,
    ) -> Poll<io::Result<R>> {
        let pollers = &self.side(direction).pollers;
        self.attempt(direction, cx, operation, |waker| pollers.wait(waker))
    }

    /// Tries; if the system says "not now", lets it watch and the task wait.
    fn attempt<R>(
        &self,
        direction: Direction,
        cx: &mut Context<'_>,
        mut operation: impl FnMut(&T) -> io::Result<R>,
        wait: impl FnOnce(&Waker),
    ) -> Poll<io::Result<R>> {
        loop {
            if !self.side(direction).ready.get() {
                if let Err(error) = self.watch_here(direction) {
                    return Poll::Ready(Err(error));
                }
                wait(cx.waker());
                return Poll::Pending;
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

    /// Makes the system watch for this direction, in the loop that runs here.
    fn watch_here(&self, direction: Direction) -> io::Result<()> {
        let Some(engine) = running::running() else {
            panic!(
                "turns: a socket was polled where no turns loop runs. Await it inside \
                 `turns::block_on` or a task of a turns loop"
            );
        };
        let is_elsewhere = |home: &Home| home.reactor.as_ptr() != Rc::as_ptr(engine.reactor());
        if self.home.borrow().as_ref().is_some_and(is_elsewhere) {
            self.leave_home();
            // Those who wait in the other loop find their way here when they are polled.
            let mut woken = Vec::new();
            self.send_all_away(&mut woken);
            woken.into_iter().for_each(wake);
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
        let reactor = engine.reactor();
        let key = reactor.insert(self.me.clone());
        if let Err(error) = self.add_to(reactor, key) {
            reactor.remove(key);
            return Err(error);
        }
        *self.home.borrow_mut() = Some(Home { reactor: Rc::downgrade(reactor), key });
        Ok(())
    }

    #[cfg(target_os = "linux")]
    fn add_to(&self, reactor: &Reactor, key: usize) -> io::Result<()> {
        reactor.selector().add(self.io.source(), self.interest(key))
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(unsafe_code, reason = "the poller has no safe way to add a source")]
    fn add_to(&self, reactor: &Reactor, key: usize) -> io::Result<()> {
        let interest = self.interest(key);
        // SAFETY: the source must be deleted from the poller before it is dropped. `self` owns
        // it, lends it out by shared reference only, and deletes it in `leave_home`, which its
        // own drop calls before the source is dropped; or in `on_loop_gone`, which the reactor's
        // drop calls when the poller may go first.
        unsafe {
            reactor.poller().add_with_mode(&self.io.source(), interest, polling::PollMode::Level)
        }
    }

    /// Tells the system what to watch for from now on.
    fn renew_watch(&self) -> io::Result<()> {
        if !self.read.watched.get() && !self.write.watched.get() {
            // Not even errors are wanted, which the system reports without being asked.
            self.leave_home();
            return Ok(());
        }
        match &*self.home.borrow() {
            Some(Home { reactor, key }) if let Some(reactor) = reactor.upgrade() => {
                reactor.selector().modify(&self.io, self.interest(*key))
            }
            _ => Ok(()),
        }
    }

    fn leave_home(&self) {
        self.read.watched.set(false);
        self.write.watched.set(false);
        if let Some(home) = self.home.take()
            && let Some(reactor) = home.reactor.upgrade()
        {
            reactor.remove(home.key);
            // It fails only if the system does not know the source, which is as well.
            let _ = reactor.poller().delete(&self.io);
        }
    }

    /// Lets nobody wait any longer; the caller wakes those who did.
    fn send_all_away(&self, woken: &mut Vec<Waker>) {
        for side in [&self.read, &self.write] {
            side.take_waiting(woken);
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
            // Everybody has had a turn since the last event, so nobody means to read now.
            renew |= !self.read.take_waiting(woken) && self.read.watched.take();
        }
        if event.writable {
            self.write.ready.set(true);
            self.write.take_waiting(woken);
            // A socket is writable most of the time: being told once is enough.
            renew |= self.write.watched.take();
        }
        if renew {
            // It fails only if the system does not know the source; then it reports no more.
            let _ = self.renew_watch();
        }
    }

    fn on_loop_gone(&self, poller: &Poller, woken: &mut Vec<Waker>) {
        self.read.watched.set(false);
        self.write.watched.set(false);
        self.home.take();
        let _ = poller.delete(&self.io);
        self.send_all_away(woken);
    }

    fn each_waiting(&self, show: &mut dyn FnMut(Direction, &Waker)) {
        for direction in [Direction::Read, Direction::Write] {
            let side = self.side(direction);
            side.pollers.look(|waker| show(direction, waker));
            side.futures.look(|waker| show(direction, waker));
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
        Side {
            ready: Cell::new(true),
            watched: Cell::new(false),
            futures: Line::default(),
            pollers: Pollers::default(),
        }
    }

    /// Takes the wakers of all who wait; false if nobody did.
    fn take_waiting(&self, woken: &mut Vec<Waker>) -> bool {
        let before = woken.len();
        self.pollers.empty(woken);
        self.futures.grant_all(woken);
        woken.len() > before
    }
}

/// The place of one future among those who wait; dropped, it leaves.
struct Place<'a> {
    line: &'a Line,
    key: Option<Key>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.line.leave(key);
        }
    }
}
