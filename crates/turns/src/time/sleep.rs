//! `sleep` and `sleep_until`: a future that is ready when its time has come.

use crate::running;
use crate::timers::{Moment, Timer};
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
    Sleep { deadline: Moment::now().after(duration), timer: None }
}

/// Pauses until a moment. One that has passed is no pause at all.
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline: deadline.into(), timer: None }
}

/// The future of [`sleep`] and [`sleep_until`]. Dropped before its time, it leaves the loop's
/// timers.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Sleep {
    deadline: Moment,
    /// Its timer, if it waits in a loop.
    timer: Option<Timer>,
}

impl Sleep {
    /// When it will be ready, to within a few nanoseconds; none if that is never.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline.instant()
    }

    fn leave_timers(&mut self) {
        let Some(timer) = self.timer.take() else { return };
        let deadline = self.deadline;
        running::tell(timer.loop_id(), move |engine| {
            let waker = engine.timers().borrow_mut().remove(deadline, timer);
            drop(waker);
        });
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
        if self.deadline == Moment::NEVER {
            return Poll::Pending;
        }
        if let Some(timer) = self.timer
            && timer.loop_id() == engine.id()
        {
            if engine.has_fired(self.deadline) {
                self.timer = None;
                return Poll::Ready(());
            }
            if engine.timers().borrow().will_wake(self.deadline, timer, cx.waker()) {
                return Poll::Pending;
            }
        }
        // It has not waited yet, or it comes from another loop or another task.
        self.leave_timers();
        if engine.has_come(self.deadline) {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        self.timer = Some(engine.timers().borrow_mut().insert(&mut self.deadline, waker));
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
