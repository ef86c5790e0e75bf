//! `sleep` and `sleep_until`: a future that is ready when its time has come.

use crate::running;
use crate::timers::{Moment, Timer};
use crate::waiters::wake;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// What the clock of the loop says that runs on this thread: asyncio's `loop.time()`. It is
/// `Instant::now()`, except in a loop [with a paused clock](crate::EventLoop::with_paused_clock).
pub fn now() -> Instant {
    running::time().instant().unwrap_or_else(Instant::now)
}

/// Pauses for a time, counted from this call.
///
/// A time beyond what the clock can say, such as `Duration::MAX`, is for ever. No time at all lets
/// everything that is ready now have its turn first, as [`yield_now`](crate::yield_now()) does:
/// asyncio's `sleep(0)`.
///
/// ```
/// use std::time::Duration;
///
/// turns::block_on(turns::sleep(Duration::from_millis(1)));
/// ```
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn sleep(duration: Duration) -> Sleep {
    let state = if duration.is_zero() { State::GivesWay } else { State::New };
    Sleep { deadline: running::time().after(duration), state }
}

/// Pauses until a moment. One that has passed is no pause at all.
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline: deadline.into(), state: State::New }
}

/// The future of [`sleep`] and [`sleep_until`]. Dropped before its time, it leaves the loop's
/// timers.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Sleep {
    deadline: Moment,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// It does not wait in a loop.
    New,
    /// The same, and its first poll lets the others go first.
    GivesWay,
    Waits(Timer),
}

impl Sleep {
    /// Pauses so long, and not for a turn if that is no time.
    pub(super) fn of(duration: Duration) -> Sleep {
        Sleep { deadline: running::time().after(duration), state: State::New }
    }

    /// When it will be ready, to within a few nanoseconds; none if that is never.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline.instant()
    }

    /// Moves the end, to sooner or later. Whoever waits for it goes on waiting, for the new one; a
    /// sleep that is over begins again.
    ///
    /// ```
    /// use std::time::Duration;
    /// use turns::time;
    ///
    /// turns::block_on(async {
    ///     let mut nap = time::sleep(Duration::from_secs(3600));
    ///     nap.reset(time::now() + Duration::from_millis(1));
    ///     nap.await;
    /// });
    /// ```
    pub fn reset(&mut self, deadline: Instant) {
        let old = std::mem::replace(&mut self.deadline, deadline.into());
        let State::Waits(timer) = std::mem::replace(&mut self.state, State::New) else { return };
        let Some(engine) = running::by_id(timer.loop_id()) else {
            // Of another thread: whoever waits there is woken, to poll it again.
            return running::tell(timer.loop_id(), move |engine| {
                let waker = engine.timers().borrow_mut().remove(old, timer);
                waker.into_iter().for_each(wake);
            });
        };
        let waker = engine.timers().borrow_mut().remove(old, timer);
        if let Some(waker) = waker {
            let timer = engine.timers().borrow_mut().insert(&mut self.deadline, waker);
            self.state = State::Waits(timer);
        }
    }

    fn leave_timers(&mut self) {
        if let State::Waits(timer) = std::mem::replace(&mut self.state, State::New) {
            leave(self.deadline, timer);
        }
    }
}

/// Takes a timer out of its loop, wherever that is.
fn leave(deadline: Moment, timer: Timer) {
    running::tell(timer.loop_id(), move |engine| {
        let waker = engine.timers().borrow_mut().remove(deadline, timer);
        drop(waker);
    });
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(engine) = running::running() else {
            panic!(
                "turns: a sleep was polled where no turns loop runs. Await it inside \
                 `turns::block_on` or a task of a turns loop; other runtimes have their own sleep"
            );
        };
        match self.state {
            State::GivesWay => {
                self.state = State::New;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            State::Waits(timer) if timer.loop_id() == engine.id() => {
                if engine.has_fired(self.deadline) {
                    self.state = State::New;
                    return Poll::Ready(());
                }
                let may_have_come = running::has_looked_often() && engine.has_come(self.deadline);
                if !may_have_come
                    && engine.timers().borrow().will_wake(self.deadline, timer, cx.waker())
                {
                    return Poll::Pending;
                }
            }
            // It has not waited yet, or it comes from another loop.
            State::Waits(_) | State::New => {}
        }
        self.leave_timers();
        if engine.has_come(self.deadline) {
            return running::poll_budget(cx);
        }
        let waker = cx.waker().clone();
        let timer = engine.timers().borrow_mut().insert(&mut self.deadline, waker);
        self.state = State::Waits(timer);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.leave_timers();
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("deadline", &self.deadline()).finish_non_exhaustive()
    }
}
