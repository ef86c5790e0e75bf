//! Where events are kept while a program runs: one list for the process, behind one lock.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Display;
use std::fs;
use std::panic::Location;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::trace::{Event, Lane, LaneKind, Process, SCHEMA, Snapshot, Source, Thread, Trace, What};

/// The environment variable that switches recording on: the folder into which each process writes
/// its own file. Child processes inherit it, and so record too.
pub const FOLDER: &str = "TAKING_TURNS_TRACE";

const UNDECIDED: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

/// Whether this process records. Undecided until somebody asks first.
static SWITCH: AtomicU8 = AtomicU8::new(UNDECIDED);

static SESSION: Mutex<Option<Session>> = Mutex::new(None);

/// Tells recordings of one process apart, so that a lane of an earlier one is not taken for one of
/// this.
static NEXT_RECORDING: AtomicU64 = AtomicU64::new(1);

/// One recording: what it has so far, and where it goes.
struct Session {
    number: u64,
    start: Instant,
    trace: Trace,
    spans: usize,
    /// How many turns have begun and not ended.
    open: usize,
    observer: Option<Observer>,
    file: Option<PathBuf>,
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
type Observer = fn() -> Option<Snapshot>;

/// What [`observe`] registered before there was a recording.
static OBSERVER: Mutex<Option<Observer>> = Mutex::new(None);

/// Whether this process records: one relaxed load and one branch where it does not.
#[inline]
pub fn is_on() -> bool {
    let switch = SWITCH.load(Ordering::Relaxed);
    switch != OFF && (switch == ON || decide())
}

/// Registers a function that says what the loop of the calling thread holds. It is asked at the
/// begin and at the end of each poll, and may return `None`, as on a thread without a loop.
pub fn observe(loop_state: fn() -> Option<Snapshot>) {
    *OBSERVER.lock().unwrap_or_else(PoisonError::into_inner) = Some(loop_state);
    if let Some(session) = session().as_mut() {
        session.observer = Some(loop_state);
    }
}

/// Writes what this process has recorded so far into its file. Without recording it does nothing.
///
/// `cargo listing` calls it when a listing’s `main` has returned. A program of your own calls it
/// last in its `main`; a child process that holds the guard of [`crate::process`] need not.
///
/// # Errors
///
/// If the file cannot be written; the message names it.
pub fn finish() -> Result<(), String> {
    if !is_on() {
        return Ok(());
    }
    settle();
    let guard = session();
    let Some((file, trace)) = guard.as_ref().and_then(|s| Some((s.file.as_ref()?, &s.trace)))
    else {
        return Ok(());
    };
    let text = serde_json::to_string(trace).map_err(|error| error.to_string())?;
    // Under another name first: who reads the folder finds whole files only.
    let partial = file.with_extension("partial");
    fs::write(&partial, text)
        .and_then(|()| fs::rename(&partial, file))
        .map_err(|error| format!("cannot write the trace {}: {error}", file.display()))
}

/// Records what a function does in this process, on all its threads, and returns the record.
///
/// For tests and examples; a listing is recorded by `cargo listing … --trace`. Two captures at the
/// same time wait for each other. What still runs when the function returns is cut off.
pub fn capture(run: impl FnOnce()) -> Trace {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    *session() = Some(Session::new(None));
    let before = SWITCH.swap(ON, Ordering::Relaxed);
    // If `run` panics, recording stops all the same.
    struct Stop(u8);
    impl Drop for Stop {
        fn drop(&mut self) {
            SWITCH.store(self.0, Ordering::Relaxed);
        }
    }
    let stop = Stop(before);
    run();
    settle();
    drop(stop);
    let trace = session().take().map(|session| session.trace).unwrap_or_default();
    crate::merge::merge(vec![trace])
}

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
    fn new(file: Option<PathBuf>) -> Session {
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
            open: 0,
            observer,
            file,
            wakers: HashMap::new(),
        }
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
            What::PollStarted { .. } => self.open += 1,
            What::PollEnded { .. } => self.open = self.open.saturating_sub(1),
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
        THREAD.set(Some((self.number, index)));
        index
    }
}

/// Asks the environment, once.
#[cold]
fn decide() -> bool {
    let mut guard = session();
    // Another thread may have decided meanwhile.
    if SWITCH.load(Ordering::Relaxed) != UNDECIDED {
        return SWITCH.load(Ordering::Relaxed) == ON;
    }
    let folder = std::env::var_os(FOLDER).filter(|folder| !folder.is_empty());
    let is_on = folder.is_some();
    if let Some(folder) = folder {
        let session = Session::new(None);
        // A process number may come again in a long run; with the time the name is its own.
        let name = format!("{}-{}.json", session.trace.started, std::process::id());
        let file = PathBuf::from(folder).join(name);
        *guard = Some(Session { file: Some(file), ..session });
    }
    SWITCH.store(if is_on { ON } else { OFF }, Ordering::Relaxed);
    is_on
}

/// Waits until every turn that is under way has ended, or long enough for any that will.
///
/// A task on another thread may let `main` go on as its last act. Without this, its end would
/// be in the record of one run and not in that of the next.
fn settle() {
    // The calling thread’s own turns cannot end meanwhile.
    let own = usize::from(current().is_some());
    let start = Instant::now();
    let is_open = || session().as_ref().is_some_and(|session| session.open > own);
    while is_open() && start.elapsed() < Duration::from_millis(500) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn session() -> MutexGuard<'static, Option<Session>> {
    SESSION.lock().unwrap_or_else(PoisonError::into_inner)
}
