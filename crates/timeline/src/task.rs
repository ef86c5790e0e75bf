//! A future whose polls, wakes and end are recorded.

use std::fmt::Display;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use pin_project_lite::pin_project;

use crate::session::{
    LaneId, add, add_lane, add_observed, add_waker, add_woken, remove_waker, set_current,
};
use crate::switch::is_on;
use crate::trace::{LaneKind, Outcome, What};

/// Gives a future a lane of its own under this name.
///
/// Wrap what you spawn, or what you hand to `block_on`; the runtime sees a future like any other.
///
/// ```
/// # async fn lesson(pupil: &str) { let _ = pupil; }
/// # let lesson_of_alice =
/// timeline::task("Alice", lesson("Alice"));
/// ```
#[track_caller]
pub fn task<F: Future>(name: impl Display, future: F) -> Task<F> {
    let record = if is_on() { Record::new(&name, Location::caller()) } else { None };
    Task { future, record }
}

pin_project! {
    /// The future that [`task`] returns.
    #[derive(Debug)]
    #[must_use = "a future does nothing until somebody polls it"]
    pub struct Task<F> {
        #[pin]
        future: F,
        // After the future: fields are dropped in their order, and this one says when all is gone.
        record: Option<Box<Record>>,
    }

    impl<F> PinnedDrop for Task<F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(record) = this.project().record {
                record.before_drop();
            }
        }
    }
}

impl<F: Future> Future for Task<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        match this.record {
            None => this.future.poll(context),
            Some(record) => record.poll(this.future, context),
        }
    }
}

/// What is known of one task besides its events.
#[derive(Debug)]
struct Record {
    lane: LaneId,
    /// The runtime’s waker of the last poll, and ours around it.
    waker: Option<(Waker, Waker)>,
    has_ended: bool,
    /// Who had the turn when this one was dropped.
    dropped_in: Option<Option<LaneId>>,
}

impl Record {
    #[cold]
    fn new(name: &dyn Display, source: &'static Location<'static>) -> Option<Box<Record>> {
        let lane = add_lane(name, LaneKind::Task, source, |lane, by| What::Spawned { lane, by })?;
        Some(Box::new(Record { lane, waker: None, has_ended: false, dropped_in: None }))
    }

    fn poll<F: Future>(
        &mut self,
        future: Pin<&mut F>,
        context: &mut Context<'_>,
    ) -> Poll<F::Output> {
        let waker = self.waker_around(context.waker());
        let mut turn = Turn::start(self.lane, &mut self.has_ended);
        let poll = future.poll(&mut Context::from_waker(&waker));
        turn.outcome = if poll.is_ready() { Outcome::Ready } else { Outcome::Pending };
        poll
    }

    /// Our waker around the runtime’s. As long as the runtime hands in the same, ours stays the
    /// same too: futures ask `will_wake` to save a clone.
    fn waker_around(&mut self, runtimes: &Waker) -> Waker {
        if let Some((known, ours)) = &self.waker
            && known.will_wake(runtimes)
        {
            return ours.clone();
        }
        let ours = Waker::from(Arc::new(Recorded { lane: self.lane, wakes: runtimes.clone() }));
        add_waker(self.lane, &ours);
        self.waker = Some((runtimes.clone(), ours.clone()));
        ours
    }

    /// The future is about to be dropped. What its values do then is done in its name.
    fn before_drop(&mut self) {
        if !self.has_ended {
            add(self.lane, What::Cancelled { lane: self.lane.index });
        }
        self.dropped_in = Some(set_current(Some(self.lane)));
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if let Some(before) = self.dropped_in {
            set_current(before);
        }
        add(self.lane, What::Dropped { lane: self.lane.index });
    }
}

/// A poll that is under way. When it is dropped with nothing said, the future has panicked.
struct Turn<'a> {
    lane: LaneId,
    before: Option<LaneId>,
    outcome: Outcome,
    has_ended: &'a mut bool,
}

impl Turn<'_> {
    fn start(lane: LaneId, has_ended: &mut bool) -> Turn<'_> {
        add_observed(lane, What::PollStarted { lane: lane.index });
        Turn { lane, before: set_current(Some(lane)), outcome: Outcome::Panicked, has_ended }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        set_current(self.before);
        *self.has_ended = self.outcome != Outcome::Pending;
        let (lane, outcome) = (self.lane.index, self.outcome);
        add_observed(self.lane, What::PollEnded { lane, outcome });
    }
}

/// A waker that says whom it wakes, and passes the word on.
struct Recorded {
    lane: LaneId,
    wakes: Waker,
}

impl Drop for Recorded {
    fn drop(&mut self) {
        remove_waker(self.lane, std::ptr::from_ref(self).addr());
    }
}

impl Wake for Recorded {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // First the record: the woken thread may be faster than we are.
        add_woken(self.lane);
        self.wakes.wake_by_ref();
    }
}
