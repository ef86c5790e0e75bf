//! `interval`: a tick every so often.

use super::{Sleep, now, sleep_until};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// Ticks once in every period; the first tick is now.
///
/// ```
/// use std::time::Duration;
///
/// turns::block_on(async {
///     let mut interval = turns::time::interval(Duration::from_millis(1));
///     let first = interval.tick().await;
///     let second = interval.tick().await;
///     assert_eq!(second - first, Duration::from_millis(1));
/// });
/// ```
///
/// # Panics
///
/// If the period is zero: use [`yield_now`](crate::yield_now()) to give the others a turn.
#[track_caller]
pub fn interval(period: Duration) -> Interval {
    interval_at(now(), period)
}

/// Ticks once in every period, first at the given moment.
///
/// # Panics
///
/// If the period is zero.
#[track_caller]
pub fn interval_at(first: Instant, period: Duration) -> Interval {
    assert!(
        !period.is_zero(),
        "turns: an interval of no time would tick for ever at once; use `yield_now` instead"
    );
    Interval { sleep: sleep_until(first), next: Some(first), period, missed: MissedTicks::Burst }
}

/// What an interval does about ticks that came while nobody waited for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissedTicks {
    /// Ticks at once for each that was missed, until it has caught up.
    #[default]
    Burst,
    /// Ticks once for all that were missed, and goes on from then, a full period later.
    Delay,
    /// Ticks once for all that were missed, and goes on at the old beat.
    Skip,
}

/// What [`interval`] returns.
#[derive(Debug)]
pub struct Interval {
    sleep: Sleep,
    /// When the next tick is due. None: beyond what the clock can say.
    next: Option<Instant>,
    period: Duration,
    missed: MissedTicks,
}

impl Interval {
    /// Says what to do about missed ticks.
    pub fn set_missed_ticks(&mut self, missed: MissedTicks) {
        self.missed = missed;
    }

    /// The time between two ticks.
    pub fn period(&self) -> Duration {
        self.period
    }

    /// Waits for the next tick and says when it was due. A tick that is given up halfway, as in
    /// a `timeout`, is not lost.
    pub async fn tick(&mut self) -> Instant {
        poll_fn(|cx| self.poll_tick(cx)).await
    }

    /// As [`tick`](Interval::tick), for hand-written futures.
    pub fn poll_tick(&mut self, cx: &mut Context<'_>) -> Poll<Instant> {
        let Some(due) = self.next else { return Poll::Pending };
        ready!(Pin::new(&mut self.sleep).poll(cx));
        self.next = self.after(due, now());
        if let Some(next) = self.next {
            self.sleep = sleep_until(next);
        }
        Poll::Ready(due)
    }

    /// When the tick after this one is due.
    fn after(&self, due: Instant, now: Instant) -> Option<Instant> {
        let next = due.checked_add(self.period)?;
        if next > now {
            return Some(next);
        }
        match self.missed {
            MissedTicks::Burst => Some(next),
            MissedTicks::Delay => now.checked_add(self.period),
            MissedTicks::Skip => {
                let late = now.saturating_duration_since(due).as_nanos();
                let into_period = (late % self.period.as_nanos()) as u64;
                now.checked_sub(Duration::from_nanos(into_period))?.checked_add(self.period)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_says_when_the_next_tick_is_due() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut interval = interval_at(start, Duration::from_millis(10));
        let mut next = |missed, now| {
            interval.set_missed_ticks(missed);
            interval.after(at(0), at(now)).unwrap() - start
        };

        assert_eq!(next(MissedTicks::Burst, 3), Duration::from_millis(10));
        assert_eq!(next(MissedTicks::Burst, 35), Duration::from_millis(10));
        assert_eq!(next(MissedTicks::Delay, 3), Duration::from_millis(10));
        assert_eq!(next(MissedTicks::Delay, 35), Duration::from_millis(45));
        assert_eq!(next(MissedTicks::Skip, 3), Duration::from_millis(10));
        assert_eq!(next(MissedTicks::Skip, 35), Duration::from_millis(40));
        assert_eq!(next(MissedTicks::Skip, 30), Duration::from_millis(40));
    }
}
