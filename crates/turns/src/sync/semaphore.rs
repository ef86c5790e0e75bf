//! `Semaphore`: so many at a time, and no more.

use crate::running;
use crate::waiters::{Key, Line};
use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// A number of permits that tasks take and give back: asyncio's `Semaphore`.
///
/// First come, first served: who wants many is not overtaken by those who want few. Clones are
/// the same semaphore.
///
/// ```
/// use turns::sync::Semaphore;
///
/// turns::block_on(async {
///     let semaphore = Semaphore::new(1);
///     let permit = semaphore.acquire(1).await.expect("nobody closes it");
///     assert!(semaphore.try_acquire(1).is_err());
///     drop(permit);
///     assert!(semaphore.try_acquire(1).is_ok());
/// });
/// ```
#[derive(Clone)]
pub struct Semaphore {
    shared: Rc<Shared>,
}

struct Shared {
    free: Cell<usize>,
    closed: Cell<bool>,
    line: Line,
}

impl Semaphore {
    /// Makes a semaphore with so many permits.
    pub fn new(permits: usize) -> Semaphore {
        let shared =
            Shared { free: Cell::new(permits), closed: Cell::new(false), line: Line::default() };
        Semaphore { shared: Rc::new(shared) }
    }

    /// How many permits are free.
    pub fn available(&self) -> usize {
        self.shared.free.get()
    }

    /// Waits for so many permits. They go back when the [`Permit`] is dropped.
    ///
    /// More than the semaphore ever has is waited for until it is [closed](Semaphore::close).
    pub fn acquire(&self, permits: usize) -> Acquire {
        Acquire { semaphore: self.clone(), wanted: permits, place: None }
    }

    /// Takes so many permits if they are free and nobody waits.
    ///
    /// # Errors
    ///
    /// [`TryAcquireError::Busy`] if they are not free or others wait, [`TryAcquireError::Closed`]
    /// if the semaphore is closed.
    pub fn try_acquire(&self, permits: usize) -> Result<Permit, TryAcquireError> {
        if self.shared.closed.get() {
            return Err(TryAcquireError::Closed);
        }
        let free = self.shared.free.get();
        if free < permits || !self.shared.line.is_empty() {
            return Err(TryAcquireError::Busy);
        }
        self.shared.free.set(free - permits);
        Ok(Permit { semaphore: self.clone(), permits })
    }

    /// Adds permits that were not there before.
    pub fn add(&self, permits: usize) {
        self.shared.free.set(self.shared.free.get().saturating_add(permits));
        self.serve();
    }

    /// Gives out no more permits; all who wait are told.
    pub fn close(&self) {
        self.shared.closed.set(true);
        self.shared.line.serve_all();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.shared.closed.get()
    }

    /// Grants the first their permits, as far as those go.
    fn serve(&self) {
        // Looked at anew each time: whoever is woken may take or give back.
        while let Some(wanted) = self.shared.line.first_wants()
            && let Some(free) = self.shared.free.get().checked_sub(wanted)
        {
            self.shared.free.set(free);
            self.shared.line.serve_first(true);
        }
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Semaphore").field("available", &self.available()).finish_non_exhaustive()
    }
}

/// Permits that were taken. They go back when this is dropped.
#[must_use = "a permit that is dropped goes back at once"]
#[derive(Debug)]
pub struct Permit {
    semaphore: Semaphore,
    permits: usize,
}

impl Permit {
    /// Keeps the permits from going back, for ever.
    pub fn forget(mut self) {
        self.permits = 0;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.permits > 0 {
            self.semaphore.add(self.permits);
        }
    }
}

/// The future of [`Semaphore::acquire`]. Dropped, it leaves the queue.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Acquire {
    semaphore: Semaphore,
    wanted: usize,
    place: Option<Key>,
}

impl Future for Acquire {
    type Output = Result<Permit, Closed>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(key) = self.place {
            let has_permits = ready!(self.semaphore.shared.line.poll(key, cx.waker()));
            self.place = None;
            // A grant without permits says that the semaphore is closed.
            let permit = || Permit { semaphore: self.semaphore.clone(), permits: self.wanted };
            return Poll::Ready(has_permits.then(permit).ok_or(Closed));
        }
        let taken = match self.take_now() {
            Some(taken) => taken,
            None => {
                // The clone may be foreign code, which may give back, or close.
                let waker = cx.waker().clone();
                let Some(taken) = self.take_now() else {
                    // Only what is there costs budget: whoever has to wait is in the line at once.
                    self.place = Some(self.semaphore.shared.line.join(self.wanted, waker));
                    return Poll::Pending;
                };
                taken
            }
        };
        if running::poll_budget(cx).is_ready() {
            return Poll::Ready(taken);
        }
        // The turn's budget is used up. The permits are its own, and it has them in its next turn.
        if let Ok(permit) = taken {
            permit.forget();
            self.place = Some(self.semaphore.shared.line.join_granted(self.wanted));
        }
        Poll::Pending
    }
}

impl Acquire {
    /// What can be said without waiting.
    fn take_now(&self) -> Option<Result<Permit, Closed>> {
        match self.semaphore.try_acquire(self.wanted) {
            Ok(permit) => Some(Ok(permit)),
            Err(TryAcquireError::Closed) => Some(Err(Closed)),
            Err(TryAcquireError::Busy) => None,
        }
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        let Some(key) = self.place else { return };
        let give_back = self.semaphore.shared.line.leave(key);
        // Those behind may be content with what this one did not wait to get.
        self.semaphore.add(if give_back { self.wanted } else { 0 });
    }
}

impl fmt::Debug for Acquire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acquire").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

/// The semaphore was closed, so there will be no permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the semaphore is closed")
    }
}

impl std::error::Error for Closed {}

/// Why [`Semaphore::try_acquire`] gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryAcquireError {
    /// Not enough permits are free, or others wait for some.
    Busy,
    /// The semaphore is closed.
    Closed,
}

impl fmt::Display for TryAcquireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryAcquireError::Busy => "not enough permits are free",
            TryAcquireError::Closed => "the semaphore is closed",
        })
    }
}

impl std::error::Error for TryAcquireError {}
