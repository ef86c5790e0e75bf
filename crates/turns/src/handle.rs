//! `Handle`: the loop, as other threads see it.

use crate::callback::call_guarded;
use crate::engine::Engine;
use crate::handoff::{Taker, handoff};
use crate::inbox::{Inbox, Mail};
use crate::inspect::Turn;
use crate::join_error::JoinError;
use crate::running;
use crate::ticket::Ticket;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

/// A way to reach a loop from any thread. Cheap to clone; harmless when the loop is gone.
///
/// ```
/// let event_loop = turns::EventLoop::new();
/// let handle = event_loop.handle();
/// let thread = std::thread::spawn(move || {
///     let answer = handle.spawn(async { 6 * 7 }).wait();
///     handle.stop().expect("the loop is there: it runs");
///     answer
/// });
///
/// event_loop.run_forever();
/// assert_eq!(thread.join().unwrap().unwrap(), 42);
/// ```
#[derive(Clone)]
pub struct Handle {
    inbox: Arc<Inbox>,
}

impl Handle {
    pub(crate) fn new(inbox: Arc<Inbox>) -> Handle {
        Handle { inbox }
    }

    /// The handle of the loop that runs on this thread.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread.
    #[track_caller]
    pub fn current() -> Handle {
        match running::running() {
            Some(engine) => Handle::new(engine.inbox().clone()),
            None => panic!(
                "turns: Handle::current was called where no loop runs. Call it inside `block_on` \
                 or a task, or use `EventLoop::handle`"
            ),
        }
    }

    /// Makes a task of a future on the loop's thread: asyncio's `run_coroutine_threadsafe`.
    ///
    /// The future goes to another thread, so it must be `Send`; what it makes when it runs need
    /// not be.
    pub fn spawn<F>(&self, future: F) -> RemoteHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let (giver, taker) = handoff();
        let place = Arc::new(Mutex::new(Place::OnTheWay));
        let theirs = place.clone();
        let order = move |engine: &Engine| {
            if let Place::Nowhere = *lock(&theirs) {
                return;
            }
            let (task, ticket) = engine.spawn(future).unwrap_or_else(|full| full.panic());
            if let Place::Nowhere = std::mem::replace(&mut *lock(&theirs), Place::Spawned(ticket)) {
                engine.cancel(ticket);
            }
            // In the turn of the end itself: the loop may have no other.
            task.at_end(Box::new(move |task| {
                *lock(&theirs) = Place::Nowhere;
                if !giver.is_abandoned()
                    && let Some(outcome) = task.take()
                {
                    call_guarded("the drop of a result", || giver.give(outcome));
                }
            }));
        };
        // If the loop is gone the order is dropped, the giver with it, and the taker hears of it.
        let _ = self.inbox.send(Mail::Order(Box::new(order)));
        RemoteHandle { taker, place, inbox: self.inbox.clone() }
    }

    /// Lets the loop call a function once, after everything that is ready now, and wakes it for
    /// that if it sleeps. asyncio's name is kept, to be found.
    ///
    /// # Errors
    ///
    /// [`LoopGone`] if the loop was dropped; the function is dropped too.
    pub fn call_soon_threadsafe(
        &self,
        function: impl FnOnce() + Send + 'static,
    ) -> Result<(), LoopGone> {
        let order = move |engine: &Engine| engine.call_soon(function);
        self.inbox.send(Mail::Order(Box::new(order))).map_err(|_| LoopGone)
    }

    /// The turn that the loop is in, for a watchdog: a thread that asks now and then, and gets
    /// the same answer twice, has found a task that keeps the loop from everybody else. None: the
    /// loop is in no turn, it sleeps or does not run.
    ///
    /// ```
    /// use std::{thread, time::Duration};
    ///
    /// let event_loop = turns::EventLoop::new();
    /// let handle = event_loop.handle();
    /// let watchdog = thread::spawn(move || {
    ///     let mut before = None;
    ///     loop {
    ///         thread::sleep(Duration::from_millis(20));
    ///         let turn = handle.turn();
    ///         if turn.is_some() && turn == before {
    ///             return turn;
    ///         }
    ///         before = turn;
    ///     }
    /// });
    ///
    /// let task = event_loop.create_task(async move {
    ///     // Forbidden in a task, and here is why: nobody else has a turn meanwhile.
    ///     watchdog.join().unwrap()
    /// });
    /// let found = event_loop.run_until_complete(task).unwrap().unwrap();
    /// assert_eq!(found.task.as_deref(), Some("Task-1"));
    /// ```
    pub fn turn(&self) -> Option<Turn> {
        self.inbox.now().sample()
    }

    /// As [`EventLoop::stop`](crate::EventLoop::stop), from any thread.
    ///
    /// # Errors
    ///
    /// [`LoopGone`] if the loop was dropped.
    pub fn stop(&self) -> Result<(), LoopGone> {
        self.inbox.send(Mail::Order(Box::new(Engine::stop))).map_err(|_| LoopGone)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").finish_non_exhaustive()
    }
}

/// Where a future is that was sent to a loop.
enum Place {
    OnTheWay,
    Spawned(Ticket),
    /// It has ended, or was cancelled on the way.
    Nowhere,
}

fn lock(place: &Mutex<Place>) -> MutexGuard<'_, Place> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The handle of a task on another thread's loop: what [`Handle::spawn`] returns.
///
/// Await it, on any runtime, or block a thread on it by [`wait`](RemoteHandle::wait). Dropped, it
/// detaches the task.
#[must_use = "a handle that is dropped detaches its task; write `drop(handle)` or `let _ =` if that is meant"]
pub struct RemoteHandle<T> {
    taker: Taker<Result<T, JoinError>>,
    place: Arc<Mutex<Place>>,
    inbox: Arc<Inbox>,
}

impl<T> RemoteHandle<T> {
    /// Blocks this thread until the task has ended.
    ///
    /// # Errors
    ///
    /// If the task panicked or was cancelled, or its loop was dropped first.
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread: it would stand still.
    #[track_caller]
    pub fn wait(self) -> Result<T, JoinError> {
        assert!(
            running::running().is_none(),
            "turns: RemoteHandle::wait was called inside a running loop, which would stand still \
             meanwhile. Use `.await`"
        );
        self.taker.wait().unwrap_or_else(|| Err(JoinError::cancelled(0)))
    }

    /// Asks the task to end, as [`JoinHandle::cancel`](crate::JoinHandle::cancel) does.
    pub fn cancel(&self) {
        let mut place = lock(&self.place);
        match *place {
            Place::OnTheWay => *place = Place::Nowhere,
            Place::Spawned(_) => {
                drop(place);
                let place = self.place.clone();
                // When this comes to the loop the task may have ended, and its slot have somebody
                // else in it.
                let order = move |engine: &Engine| {
                    if let Place::Spawned(ticket) = *lock(&place) {
                        engine.cancel(ticket);
                    }
                };
                let _ = self.inbox.send(Mail::Order(Box::new(order)));
            }
            Place::Nowhere => {}
        }
    }

    /// Whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.taker.is_settled()
    }
}

impl<T> Future for RemoteHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.taker.poll_take(cx).map(|outcome| outcome.unwrap_or(Err(JoinError::cancelled(0))))
    }
}

impl<T> fmt::Debug for RemoteHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteHandle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}

/// The loop was dropped, so it can be asked for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopGone;

impl fmt::Display for LoopGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event loop was dropped")
    }
}

impl std::error::Error for LoopGone {}
