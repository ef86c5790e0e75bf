//! What a listing marks itself: spans, moments, threads, processes, and turns without a future.

use std::fmt::Display;
use std::marker::PhantomData;
use std::panic::Location;

use crate::session::{
    LaneId, add, add_at, add_here, add_lane, add_span, add_woken, current, end_span, lane_named,
    name_process, set_current,
};
use crate::switch::{finish, is_on};
use crate::trace::{LaneKind, Outcome, What};

/// Marks a stretch of what the current task or thread does, until the guard is dropped. It may be
/// held over an `await`. The line of the call is recorded.
///
/// ```
/// let _lesson = timeline::span("lesson 2");
/// ```
#[track_caller]
pub fn span(name: impl Display) -> Span {
    Span { open: if is_on() { add_span(&name, Location::caller()) } else { None } }
}

/// The guard of [`span`].
#[derive(Debug)]
#[must_use = "the span ends when this is dropped"]
pub struct Span {
    /// Recording, lane and number.
    open: Option<(u64, Option<usize>, usize)>,
}

impl Drop for Span {
    fn drop(&mut self) {
        if let Some((recording, lane, span)) = self.open {
            end_span(recording, lane, span);
        }
    }
}

/// Marks a moment of the current task or thread, with the line of the call.
#[track_caller]
pub fn mark(name: impl Display) {
    if is_on() {
        let name = name.to_string();
        add_here(Some(Location::caller()), |lane| What::Marked { lane, name });
    }
}

/// Gives the current thread a lane under this name, until the guard is dropped: it runs, except
/// where it says that it is [`waiting`]. That the kernel runs another thread meanwhile is not seen.
///
/// ```
/// std::thread::spawn(|| {
///     let _lane = timeline::thread("teacher 2");
///     // …
/// });
/// ```
#[track_caller]
pub fn thread(name: impl Display) -> OwnLane {
    OwnLane::new(&name, LaneKind::Thread, Location::caller())
}

/// The same for the current process; its lane and its group in the picture have this name. When
/// the guard is dropped, the process’s part of the record is written.
#[track_caller]
pub fn process(name: impl Display) -> OwnLane {
    if is_on() {
        name_process(&name);
    }
    OwnLane::new(&name, LaneKind::Process, Location::caller())
}

/// The guard of [`thread`] and [`process`]. It stays on its thread.
#[derive(Debug)]
#[must_use = "the lane ends when this is dropped"]
pub struct OwnLane {
    open: Option<(LaneId, Option<LaneId>)>,
    is_process: bool,
    stays: PhantomData<*const ()>,
}

impl OwnLane {
    fn new(name: &dyn Display, kind: LaneKind, source: &'static Location<'static>) -> OwnLane {
        let lane = if is_on() {
            add_lane(name, kind, source, |lane, _| What::LaneStarted { lane })
        } else {
            None
        };
        let open = lane.map(|lane| (lane, set_current(Some(lane))));
        OwnLane { open, is_process: kind == LaneKind::Process, stays: PhantomData }
    }
}

impl Drop for OwnLane {
    fn drop(&mut self) {
        let Some((lane, before)) = self.open else { return };
        set_current(before);
        add(lane, What::LaneEnded { lane: lane.index });
        if self.is_process
            && let Err(why) = finish()
        {
            eprintln!("timeline: {why}");
        }
    }
}

/// Says that the current thread or process waits, until the guard is dropped: around a `sleep`, a
/// `join`, a lock. It says nothing where there is no lane.
#[track_caller]
pub fn waiting(name: impl Display) -> Waiting {
    let lane = if is_on() { current() } else { None };
    if let Some(lane) = lane {
        let what = What::WaitStarted { lane: lane.index, name: name.to_string() };
        add_at(lane, what, Location::caller());
    }
    Waiting { lane, stays: PhantomData }
}

/// The guard of [`waiting`]. It stays on its thread.
#[derive(Debug)]
#[must_use = "the waiting ends when this is dropped"]
pub struct Waiting {
    lane: Option<LaneId>,
    stays: PhantomData<*const ()>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(lane) = self.lane {
            add(lane, What::WaitEnded { lane: lane.index });
        }
    }
}

/// Gives the turn on this thread to somebody who is no future, until the guard is dropped: for
/// schedulers over generators and the like. The first turn of a name makes its lane. After a turn
/// the lane is ready for its next, unless the turn says that it [`waits`](Turn::waits) or was the
/// [`last`](Turn::last).
///
/// ```
/// let turn = timeline::turn("Alice");
/// // … one step of Alice; if it was the last:
/// turn.last();
/// ```
#[track_caller]
pub fn turn(name: impl Display) -> Turn {
    let lane = if is_on() { lane_named(&name, Location::caller()) } else { None };
    let open = lane.map(|lane| {
        add(lane, What::PollStarted { lane: lane.index });
        (lane, set_current(Some(lane)))
    });
    Turn { open, outcome: Outcome::Pending, is_ready: true, stays: PhantomData }
}

/// The guard of [`turn`]. It stays on its thread.
#[derive(Debug)]
#[must_use = "the turn ends when this is dropped"]
pub struct Turn {
    open: Option<(LaneId, Option<LaneId>)>,
    outcome: Outcome,
    is_ready: bool,
    stays: PhantomData<*const ()>,
}

impl Turn {
    /// Ends the turn, and says that it was the last of this lane.
    pub fn last(mut self) {
        self.outcome = Outcome::Ready;
    }

    /// Ends the turn, and says that the lane waits for something: [`woken`] says when it came.
    pub fn waits(mut self) {
        self.is_ready = false;
    }
}

/// Says that a lane of [`turn`] has what it waited for, by whoever has the turn here.
#[track_caller]
pub fn woken(name: impl Display) {
    if is_on()
        && let Some(lane) = lane_named(&name, Location::caller())
    {
        add_woken(lane);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some((lane, before)) = self.open else { return };
        let outcome = if std::thread::panicking() { Outcome::Panicked } else { self.outcome };
        if outcome == Outcome::Pending && self.is_ready {
            add_woken(lane);
        }
        set_current(before);
        add(lane, What::PollEnded { lane: lane.index, outcome });
    }
}

/// Says that the loop of this thread waits in the kernel: for a runtime’s hook, as in
/// `builder.on_thread_park(timeline::parked)`.
pub fn parked() {
    if is_on() {
        add_here(None, |_| What::Parked);
    }
}

/// Says that it goes on: `builder.on_thread_unpark(timeline::unparked)`.
pub fn unparked() {
    if is_on() {
        add_here(None, |_| What::Unparked);
    }
}
