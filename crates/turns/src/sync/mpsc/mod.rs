//! A queue from many tasks to one: asyncio's `Queue`, with ends that can be dropped.
//!
//! ```
//! use turns::sync::mpsc;
//!
//! turns::block_on(async {
//!     let (sender, mut receiver) = mpsc::channel(2);
//!     let _ = turns::spawn(async move {
//!         for number in 0..5 {
//!             sender.send(number).await.expect("the receiver is there");
//!         }
//!     });
//!     while let Some(number) = receiver.recv().await {
//!         println!("{number}");
//!     }
//! });
//! ```

mod error;

pub use error::{SendError, TryRecvError, TrySendError};

use super::semaphore::{Permit, Semaphore, TryAcquireError};
use crate::running;
use crate::waiters::Seat;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// Makes a queue that holds at most so many values; who sends more waits until there is room.
///
/// # Panics
///
/// If the capacity is zero: nothing could ever be sent.
#[track_caller]
pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    assert!(
        capacity > 0,
        "turns: a channel of capacity 0 can hold nothing; use 1 or more, or a oneshot for a \
         single value"
    );
    let (sender, receiver) = make(Some(Semaphore::new(capacity)));
    (Sender(sender), receiver)
}

/// Makes a queue that holds as much as there is memory, so that sending need not wait.
pub fn unbounded<T>() -> (UnboundedSender<T>, Receiver<T>) {
    let (sender, receiver) = make(None);
    (UnboundedSender(sender), receiver)
}

fn make<T>(room: Option<Semaphore>) -> (End<T>, Receiver<T>) {
    let shared = Rc::new(Shared {
        queue: RefCell::new(VecDeque::new()),
        room,
        receiver: Seat::default(),
        closed: Cell::new(false),
        senders: Cell::new(1),
    });
    (End(shared.clone()), Receiver { shared })
}

struct Shared<T> {
    queue: RefCell<VecDeque<T>>,
    /// A permit for each free place; none if places are not counted.
    room: Option<Semaphore>,
    /// The receiver, while it waits.
    receiver: Seat,
    /// The receiver takes no more.
    closed: Cell<bool>,
    senders: Cell<usize>,
}

impl<T> Shared<T> {
    fn push(&self, value: T) {
        self.queue.borrow_mut().push_back(value);
        self.receiver.wake();
    }
}

/// A sending end; the last one to go ends the queue.
struct End<T>(Rc<Shared<T>>);

impl<T> Clone for End<T> {
    fn clone(&self) -> End<T> {
        self.0.senders.set(self.0.senders.get() + 1);
        End(self.0.clone())
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        self.0.senders.set(self.0.senders.get() - 1);
        if self.0.senders.get() == 0 {
            self.0.receiver.wake();
        }
    }
}

/// The sending side of a [`channel`]. Clones send to the same receiver.
pub struct Sender<T>(End<T>);

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Sender<T> {
        Sender(self.0.clone())
    }
}

impl<T> Sender<T> {
    /// Sends a value, when there is room for it. Senders that wait get room in the order in which
    /// they came. If the future is dropped before it is ready the value goes with it; if it must
    /// not, [`reserve`](Sender::reserve) first.
    ///
    /// # Errors
    ///
    /// Gives the value back if the receiver is gone.
    pub async fn send(&self, value: T) -> Result<(), SendError<T>> {
        // Where there is room nobody waits, and a place need not be held.
        let value = if running::take_if_left() {
            match self.try_send(value) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Closed(value)) => return Err(SendError(value)),
                Err(TrySendError::Full(value)) => value,
            }
        } else {
            // It gives way where it has its place, or its place in the line.
            value
        };
        match self.reserve().await {
            Ok(place) => place.send(value),
            Err(SendError(())) => Err(SendError(value)),
        }
    }

    /// Waits for room, and keeps it: what is sent to the [`Place`] then need not wait. So a value
    /// that must not be lost is made, or taken from elsewhere, when there is a place for it.
    ///
    /// ```
    /// use turns::sync::mpsc;
    ///
    /// turns::block_on(async {
    ///     let (from, mut here) = mpsc::unbounded();
    ///     let (there, mut to) = mpsc::channel(1);
    ///     from.send("letter")?;
    ///     // Given up at either await, this loses nothing.
    ///     let place = there.reserve().await.expect("the receiver is there");
    ///     let letter = here.recv().await.expect("there is one");
    ///     place.send(letter)?;
    ///     assert_eq!(to.recv().await, Some("letter"));
    ///     Ok::<(), mpsc::SendError<&str>>(())
    /// })?;
    /// # Ok::<(), mpsc::SendError<&str>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the receiver is gone.
    pub async fn reserve(&self) -> Result<Place<'_, T>, SendError<()>> {
        let shared = &*self.0.0;
        let permit = match &shared.room {
            Some(room) => Some(room.acquire(1).await.map_err(|_| SendError(()))?),
            None => None,
        };
        Ok(Place { shared, permit })
    }

    /// Sends a value if there is room for it now.
    ///
    /// # Errors
    ///
    /// Gives the value back if the queue is full, or the receiver is gone.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        let shared = &self.0.0;
        if let Some(room) = &shared.room {
            match room.try_acquire(1) {
                Ok(permit) => permit.forget(),
                Err(TryAcquireError::Busy) => return Err(TrySendError::Full(value)),
                Err(TryAcquireError::Closed) => return Err(TrySendError::Closed(value)),
            }
        }
        shared.push(value);
        Ok(())
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.0.0.closed.get()
    }
}

/// Room for one value: what [`Sender::reserve`] returns. Dropped unused, it goes to the next.
#[must_use = "room that is dropped goes to the next sender"]
pub struct Place<'a, T> {
    shared: &'a Shared<T>,
    permit: Option<Permit>,
}

impl<T> Place<'_, T> {
    /// Sends a value, at once.
    ///
    /// # Errors
    ///
    /// Gives the value back if the receiver has gone meanwhile.
    pub fn send(self, value: T) -> Result<(), SendError<T>> {
        if self.shared.closed.get() {
            return Err(SendError(value));
        }
        // The room is free again when the receiver has taken the value.
        self.permit.into_iter().for_each(Permit::forget);
        self.shared.push(value);
        Ok(())
    }
}

/// The sending side of an [`unbounded`] queue. Clones send to the same receiver.
pub struct UnboundedSender<T>(End<T>);

impl<T> Clone for UnboundedSender<T> {
    fn clone(&self) -> UnboundedSender<T> {
        UnboundedSender(self.0.clone())
    }
}

impl<T> UnboundedSender<T> {
    /// Sends a value, at once.
    ///
    /// # Errors
    ///
    /// Gives the value back if the receiver is gone.
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        if self.is_closed() {
            return Err(SendError(value));
        }
        self.0.0.push(value);
        Ok(())
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.0.0.closed.get()
    }
}

/// The side that takes the values out, of a bounded queue or an unbounded one.
pub struct Receiver<T> {
    shared: Rc<Shared<T>>,
}

impl<T> Receiver<T> {
    /// Waits for the next value; none if all senders are gone and the queue is empty. If the
    /// future is dropped before it is ready no value is lost.
    pub fn recv(&mut self) -> impl Future<Output = Option<T>> {
        Recv { receiver: self, waits: false }
    }

    /// As [`recv`](Receiver::recv), for hand-written futures.
    pub fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if self.has_news() {
            ready!(running::poll_budget(cx));
        }
        self.poll_value(cx)
    }

    /// Whether there is a value, or will be none.
    #[inline]
    fn has_news(&self) -> bool {
        let shared = &self.shared;
        !shared.queue.borrow().is_empty() || shared.senders.get() == 0 || shared.closed.get()
    }

    #[inline]
    fn poll_value(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(received) = self.recv_now() {
            return Poll::Ready(received);
        }
        if self.shared.receiver.take(cx.waker()) { self.look_again() } else { Poll::Pending }
    }

    /// A foreign waker was cloned or dropped, and may have sent something.
    #[cold]
    #[inline(never)] // Its frame would be set up in each poll.
    fn look_again(&mut self) -> Poll<Option<T>> {
        let Some(received) = self.recv_now() else { return Poll::Pending };
        drop(self.shared.receiver.empty());
        Poll::Ready(received)
    }

    /// What can be said without waiting.
    fn recv_now(&mut self) -> Option<Option<T>> {
        match self.try_recv() {
            Ok(value) => Some(Some(value)),
            Err(TryRecvError::Closed) => Some(None),
            Err(TryRecvError::Empty) => None,
        }
    }

    /// Takes the next value if it is there now.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none yet, [`TryRecvError::Closed`] if there will be
    /// none.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        let next = self.shared.queue.borrow_mut().pop_front();
        match next {
            Some(value) => {
                if let Some(room) = &self.shared.room {
                    room.add(1);
                }
                Ok(value)
            }
            None if self.shared.senders.get() == 0 || self.shared.closed.get() => {
                Err(TryRecvError::Closed)
            }
            None => Err(TryRecvError::Empty),
        }
    }

    /// How many values wait.
    pub fn len(&self) -> usize {
        self.shared.queue.borrow().len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lets no more values in; those that are in can still be received.
    pub fn close(&mut self) {
        self.shared.closed.set(true);
        if let Some(room) = &self.shared.room {
            room.close();
        }
    }
}

/// The future of [`Receiver::recv`]: a wait that leaves when it is given up.
#[must_use = "futures do nothing unless you `.await` them"]
struct Recv<'a, T> {
    receiver: &'a mut Receiver<T>,
    /// Its waker is with the channel.
    waits: bool,
}

impl<T> Future for Recv<'_, T> {
    type Output = Option<T>;

    #[inline(always)] // Its frame would cost as much as what it does.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        // What it has waited for costs nothing of the turn in which it comes.
        if !running::has_budget() && !self.waits && self.receiver.has_news() {
            ready!(running::poll_budget(cx));
        }
        let polled = self.receiver.poll_value(cx);
        if polled.is_ready() && !self.waits {
            running::take_if_left();
        }
        self.waits = polled.is_pending();
        polled
    }
}

impl<T> Drop for Recv<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // Whoever put a value in has taken the waker.
        if self.waits {
            drop(self.receiver.shared.receiver.empty());
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.close();
        drop(self.shared.receiver.empty());
        // Values that nobody took go here, with nothing borrowed.
        let rest = self.shared.queue.take();
        drop(rest);
    }
}

impl<T> futures_core::Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_recv(cx)
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for UnboundedSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnboundedSender").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Place<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place").finish_non_exhaustive()
    }
}
