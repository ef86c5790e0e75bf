//! A value that comes later, once: the counterpart of `asyncio.Future`.
//!
//! asyncio's `Future` has two sides in one object: somebody calls `set_result`, somebody else
//! awaits. Here each side is a value of its own, so that the result can be set only once and
//! awaited only by its owner.
//!
//! | asyncio | here |
//! |---|---|
//! | `loop.create_future()` | [`channel()`] |
//! | `future.set_result(value)` | [`sender.send(value)`](Sender::send) |
//! | `await future` | `receiver.await` |
//! | `future.cancel()` | drop either side |
//! | `future.done()` | [`receiver.is_finished()`](Receiver::is_finished) |
//! | `InvalidStateError` when set twice | does not compile: `send` takes the sender |
//!
//! ```
//! turns::block_on(async {
//!     let (sender, receiver) = turns::sync::oneshot::channel();
//!     let _ = turns::spawn(async move { sender.send("hello") });
//!     assert_eq!(receiver.await, Ok("hello"));
//! });
//! ```

use crate::running;
use crate::waiters::Seat;
use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// Makes the two sides: who will send the value, and who waits for it.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Rc::new(Shared { state: RefCell::new(State::Pending), receiver: Seat::default() });
    (Sender { shared: shared.clone() }, Receiver { shared })
}

struct Shared<T> {
    state: RefCell<State<T>>,
    /// The receiver, while it waits.
    receiver: Seat,
}

enum State<T> {
    Pending,
    Sent(T),
    Taken,
    /// The sender went without a word.
    Canceled,
    /// The receiver went.
    Closed,
}

impl<T> Shared<T> {
    /// Changes the state if it is pending, and wakes the receiver; else gives the new state back.
    fn settle(&self, new: State<T>) -> Result<(), State<T>> {
        let mut state = self.state.borrow_mut();
        if !matches!(*state, State::Pending) {
            return Err(new);
        }
        *state = new;
        drop(state);
        self.receiver.wake();
        Ok(())
    }
}

/// The side that sets the value.
#[derive(Debug)]
pub struct Sender<T> {
    shared: Rc<Shared<T>>,
}

impl<T> Sender<T> {
    /// Sets the value and wakes the receiver.
    ///
    /// # Errors
    ///
    /// Gives the value back if the receiver is gone.
    pub fn send(self, value: T) -> Result<(), T> {
        match self.shared.settle(State::Sent(value)) {
            Err(State::Sent(value)) => Err(value),
            _ => Ok(()),
        }
    }

    /// Whether the receiver is gone, so that nobody wants the value.
    pub fn is_closed(&self) -> bool {
        matches!(*self.shared.state.borrow(), State::Closed)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // After `send` the state is settled and this changes nothing.
        let _ = self.shared.settle(State::Canceled);
    }
}

/// The side that waits: a future of the value, or of [`Canceled`] if the sender is dropped.
///
/// Its `Debug` form is asyncio's: `<Future pending>`, `<Future finished result=3>`,
/// `<Future cancelled>`; and `<Future finished>` when the value has been taken.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Receiver<T> {
    shared: Rc<Shared<T>>,
}

impl<T> Receiver<T> {
    /// Whether it is settled: a value was sent, or the sender is gone.
    pub fn is_finished(&self) -> bool {
        !matches!(*self.shared.state.borrow(), State::Pending)
    }

    /// Takes the value if it is there, without waiting: asyncio's `future.result()`.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Pending`] while there is none (asyncio's `InvalidStateError`),
    /// [`TryRecvError::Canceled`] if the sender is gone, and [`TryRecvError::Taken`] if it was
    /// received before.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        let mut state = self.shared.state.borrow_mut();
        match &*state {
            State::Pending => Err(TryRecvError::Pending),
            State::Canceled | State::Closed => Err(TryRecvError::Canceled),
            State::Taken => Err(TryRecvError::Taken),
            State::Sent(_) => match std::mem::replace(&mut *state, State::Taken) {
                State::Sent(value) => Ok(value),
                _ => Err(TryRecvError::Taken),
            },
        }
    }

    /// What can be said without waiting.
    fn recv_now(&mut self) -> Option<Result<T, Canceled>> {
        match self.try_recv() {
            Ok(value) => Some(Ok(value)),
            Err(TryRecvError::Canceled) => Some(Err(Canceled)),
            Err(TryRecvError::Pending) => None,
            Err(TryRecvError::Taken) => {
                panic!("turns: a oneshot receiver was awaited again after it gave its value")
            }
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, Canceled>;

    /// # Panics
    ///
    /// If it is polled again after it gave the value.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.is_finished() {
            ready!(running::poll_budget(cx));
        }
        if let Some(received) = self.recv_now() {
            return Poll::Ready(received);
        }
        if self.shared.receiver.take(cx.waker())
            && let Some(received) = self.recv_now()
        {
            return Poll::Ready(received);
        }
        Poll::Pending
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        drop(self.shared.receiver.empty());
        let state = std::mem::replace(&mut *self.shared.state.borrow_mut(), State::Closed);
        // A value that nobody took goes here, with nothing borrowed.
        drop(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.shared.state.borrow() {
            State::Pending => f.write_str("<Future pending>"),
            State::Sent(value) => write!(f, "<Future finished result={value:?}>"),
            State::Taken => f.write_str("<Future finished>"),
            State::Canceled | State::Closed => f.write_str("<Future cancelled>"),
        }
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// The sender was dropped, so the value will not come: asyncio's `CancelledError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canceled;

impl fmt::Display for Canceled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sender was dropped without sending a value")
    }
}

impl std::error::Error for Canceled {}

/// Why [`Receiver::try_recv`] has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryRecvError {
    /// Not sent yet.
    Pending,
    /// The sender was dropped, so the value will not come.
    Canceled,
    /// It was received before.
    Taken,
}

impl fmt::Display for TryRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryRecvError::Pending => "the value is not set yet",
            TryRecvError::Canceled => "the sender was dropped without sending a value",
            TryRecvError::Taken => "the value was received before",
        })
    }
}

impl std::error::Error for TryRecvError {}
