//! `sleep` and `sleep_until`: a future that is ready when its time has come.

use crate::running;
use crate::timers::Number;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Pauses for a time, counted from this call.
///
/// A time beyond what the clock can say, such as `Duration::MAX`, is for ever.
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
    Sleep { deadline: Instant::now().checked_add(duration), timer: None }
}

/// Pauses until a moment. One that has passed is no pause at all.
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline: Some(deadline), timer: None }
}

/// The future of [`sleep`] and [`sleep_until`]. Dropped before its time, it leaves the loop's
/// timers.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Sleep {
    /// None: never.
    deadline: Option<Instant>,
    /// Its timer, if it waits in a loop.
    timer: Option<Number>,
}

impl Sleep {
    /// When it will be ready; none if that is never.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    fn leave_timers(&mut self) {
        // On another thread there is nothing to leave: the timer will fire, for nobody.
        if let (Some(deadline), Some(number)) = (self.deadline, self.timer.take())
            && let Some(engine) = running::by_id(number.loop_id())
        {
            let waker = engine.timers().borrow_mut().remove(deadline, number);
            drop(waker);
        }
    }
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
        let Some(deadline) = self.deadline else { return Poll::Pending };
        if let Some(number) = self.timer
            && number.loop_id() == engine.id()
        {
            if engine.has_fired(deadline) {
                self.timer = None;
                return Poll::Ready(());
            }
            let mut timers = engine.timers().borrow_mut();
            if let Some(waker) = timers.waker_mut(deadline, number) {
                // Not yet. Whoever polls now is the one to wake.
                let same = waker.will_wake(cx.waker());
                let old = (!same).then(|| std::mem::replace(waker, cx.waker().clone()));
                drop(timers);
                drop(old);
                return Poll::Pending;
            }
        }
        // It has not waited yet, or it comes from another loop.
        self.leave_timers();
        if engine.has_come(deadline) {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        self.timer = Some(engine.timers().borrow_mut().insert(deadline, waker));
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
        f.debug_struct("Sleep").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}
