//! Where events are kept while a program runs: one list for the process, behind one lock.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Display;
use std::panic::Location;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::trace::{Event, Lane, LaneKind, Process, SCHEMA, Snapshot, Source, Thread, Trace, What};

static SESSION: Mutex<Option<Session>> = Mutex::new(None);

/// Tells recordings of one process apart, so that a lane of an earlier one is not taken for one of
/// this.
static NEXT_RECORDING: AtomicU64 = AtomicU64::new(1);

/// One recording: what it has so far, and where it goes.
pub(crate) struct Session {
    number: u64,
    start: Instant,
    pub trace: Trace,
    spans: usize,
    /// How many turns have begun and not ended, by thread.
    open: Vec<usize>,
    pub observer: Option<Observer>,
    /// Where it is written in the end.
    pub file: Option<PathBuf>,
    /// Whom our wakers wake, by the place that each of them points to.
    wakers: HashMap<usize, usize>,
}

/// A lane of one recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LaneId {
    recording: u64,
    pub index: usize,
}

thread_local! {
    /// Whose turn it is on this thread.
    static CURRENT: Cell<Option<LaneId>> = const { Cell::new(None) };
    /// This thread’s recording and its index there.
    static THREAD: Cell<Option<(u64, usize)>> = const { Cell::new(None) };
}

/// Says what the loop of the calling thread holds.
pub(crate) type Observer = fn() -> Option<Snapshot>;

/// What [`observe`] registered before there was a recording.
pub(crate) static OBSERVER: Mutex<Option<Observer>> = Mutex::new(None);

/// Makes a lane, and says how it begins.
pub(crate) fn add_lane(
    name: &dyn Display,
    kind: LaneKind,
    source: &'static Location<'static>,
    begin: impl FnOnce(usize, Option<usize>) -> What,
) -> Option<LaneId> {
    let name = name.to_string();
    let mut guard = session();
    let session = guard.as_mut()?;
    let index = session.trace.lanes.len();
    session.trace.lanes.push(Lane { name, kind, process: 0 });
    let by = session.current();
    session.push(begin(index, by), Some(source), None);
    Some(LaneId { recording: session.number, index })
}

/// The lane of this name, made if there is none yet.
pub(crate) fn lane_named(name: &dyn Display, source: &'static Location<'static>) -> Option<LaneId> {
    let text = name.to_string();
    let known = session().as_ref().and_then(|session| {
        let index = session.trace.lanes.iter().position(|lane| lane.name == text)?;
        Some(LaneId { recording: session.number, index })
    });
    known.or_else(|| add_lane(name, LaneKind::Task, source, |lane, by| What::Spawned { lane, by }))
}

/// Adds what happened to a lane; nothing if its recording is over.
pub(crate) fn add(lane: LaneId, what: What) {
    add_with(lane, what, None, None);
}

/// The same, with the line that marked it.
pub(crate) fn add_at(lane: LaneId, what: What, source: &'static Location<'static>) {
    add_with(lane, what, Some(source), None);
}

/// The same, with what the loop holds.
pub(crate) fn add_observed(lane: LaneId, what: What) {
    // It is asked outside the lock: it may itself do something that is recorded.
    let observer = session().as_ref().and_then(|session| session.observer);
    let snapshot = observer.and_then(|observe| observe());
    add_with(lane, what, None, snapshot);
}

fn add_with(
    lane: LaneId,
    what: What,
    source: Option<&'static Location<'static>>,
    snapshot: Option<Snapshot>,
) {
    if let Some(session) = session().as_mut()
        && session.number == lane.recording
    {
        session.push(what, source, snapshot);
    }
}

/// The name of the lane that this waker wakes, if it is one of ours. For an observer: a loop sees
/// only that the waker is not its own.
pub fn name_of(waker: &Waker) -> Option<String> {
    let guard = session();
    let session = guard.as_ref()?;
    let lane = session.wakers.get(&place(waker))?;
    Some(session.trace.lanes[*lane].name.clone())
}

/// Says whom a waker wakes.
pub(crate) fn add_waker(lane: LaneId, waker: &Waker) {
    if let Some(session) = session().as_mut()
        && session.number == lane.recording
    {
        session.wakers.insert(place(waker), lane.index);
    }
}

/// A waker is gone; its place may be another’s soon.
pub(crate) fn remove_waker(lane: LaneId, place: usize) {
    if let Some(session) = session().as_mut()
        && session.number == lane.recording
    {
        session.wakers.remove(&place);
    }
}

/// Where a waker points to; all its clones point to the same.
fn place(waker: &Waker) -> usize {
    waker.data().addr()
}

/// Adds that a lane was woken by whoever has the turn here.
pub(crate) fn add_woken(lane: LaneId) {
    if let Some(session) = session().as_mut()
        && session.number == lane.recording
    {
        let by = session.current();
        session.push(What::Woken { lane: lane.index, by }, None, None);
    }
}

/// Adds what happened to whoever has the turn here, if anybody has.
pub(crate) fn add_here(
    source: Option<&'static Location<'static>>,
    what: impl FnOnce(Option<usize>) -> What,
) {
    if let Some(session) = session().as_mut() {
        let lane = session.current();
        session.push(what(lane), source, None);
    }
}

/// A span begins; returns its lane and its number.
pub(crate) fn add_span(
    name: &dyn Display,
    source: &'static Location<'static>,
) -> Option<(u64, Option<usize>, usize)> {
    let name = name.to_string();
    let mut guard = session();
    let session = guard.as_mut()?;
    let (lane, span) = (session.current(), session.spans);
    session.spans += 1;
    session.push(What::SpanStarted { span, lane, name }, Some(source), None);
    Some((session.number, lane, span))
}

/// A span ends.
pub(crate) fn end_span(recording: u64, lane: Option<usize>, span: usize) {
    if let Some(session) = session().as_mut()
        && session.number == recording
    {
        session.push(What::SpanEnded { span, lane }, None, None);
    }
}

/// Names this process.
pub(crate) fn name_process(name: &dyn Display) {
    let name = name.to_string();
    if let Some(session) = session().as_mut() {
        session.trace.processes[0].name = name;
    }
}

/// Who has the turn on this thread.
pub(crate) fn current() -> Option<LaneId> {
    CURRENT.get()
}

/// Gives the turn on this thread to a lane, and returns who had it.
pub(crate) fn set_current(lane: Option<LaneId>) -> Option<LaneId> {
    CURRENT.replace(lane)
}

impl Session {
    pub fn new() -> Session {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let trace = Trace {
            schema: SCHEMA,
            started: wall.as_nanos() as u64,
            processes: vec![Process { name: "main".to_owned() }],
            ..Trace::default()
        };
        let number = NEXT_RECORDING.fetch_add(1, Ordering::Relaxed);
        let observer = *OBSERVER.lock().unwrap_or_else(PoisonError::into_inner);
        Session {
            number,
            start: Instant::now(),
            trace,
            spans: 0,
            open: Vec::new(),
            observer,
            file: None,
            wakers: HashMap::new(),
        }
    }

    /// Whether a turn is under way on another thread than this.
    pub fn is_open_elsewhere(&self) -> bool {
        let own = THREAD.get().filter(|(recording, _)| *recording == self.number);
        let own = own.map(|(_, index)| index);
        self.open.iter().enumerate().any(|(thread, open)| *open > 0 && own != Some(thread))
    }

    /// The lane that has the turn on this thread.
    fn current(&self) -> Option<usize> {
        let lane = CURRENT.get()?;
        (lane.recording == self.number).then_some(lane.index)
    }

    /// Adds an event. Its time is read here, under the lock, so that the list is in order.
    fn push(
        &mut self,
        what: What,
        source: Option<&'static Location<'static>>,
        snapshot: Option<Snapshot>,
    ) {
        let thread = self.this_thread();
        match what {
            What::PollStarted { .. } => self.open[thread] += 1,
            What::PollEnded { .. } => self.open[thread] = self.open[thread].saturating_sub(1),
            _ => {}
        }
        let source =
            source.map(|at| Source { file: at.file().replace('\\', "/"), line: at.line() });
        let at = self.start.elapsed().as_nanos() as u64;
        self.trace.events.push(Event { at, thread, what, source, snapshot });
    }

    fn this_thread(&mut self) -> usize {
        if let Some((recording, index)) = THREAD.get()
            && recording == self.number
        {
            return index;
        }
        let index = self.trace.threads.len();
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("thread").to_owned();
        self.trace.threads.push(Thread { name, process: 0 });
        self.open.push(0);
        THREAD.set(Some((self.number, index)));
        index
    }
}

/// The recording of this process, locked.
pub(crate) fn session() -> MutexGuard<'static, Option<Session>> {
    SESSION.lock().unwrap_or_else(PoisonError::into_inner)
}
