//! Whether a process records, from when to when, and where its record goes.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::session::{OBSERVER, Session, session};
use crate::trace::{Snapshot, Trace};

/// The environment variable that switches recording on: the folder into which each process writes
/// its own file. Child processes inherit it, and so record too.
pub const FOLDER: &str = "TAKING_TURNS_TRACE";

const UNDECIDED: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

/// How long nothing must have happened before a program is taken to hang.
const QUIET: Duration = Duration::from_millis(300);

/// Whether this process records. Undecided until somebody asks first.
static SWITCH: AtomicU8 = AtomicU8::new(UNDECIDED);

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
    write()
}

/// Records what a function does in this process, on all its threads, and returns the record.
///
/// For tests and examples; a listing is recorded by `cargo listing … --trace`. Two captures at the
/// same time wait for each other. What still runs when the function returns is cut off.
pub fn capture(run: impl FnOnce()) -> Trace {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    // Under the lock, since another thread may decide at this moment.
    let mut guard = session();
    *guard = Some(Session::new());
    let before = SWITCH.swap(ON, Ordering::Relaxed);
    drop(guard);
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
        let mut session = Session::new();
        // A process number may come again in a long run; with the time the name is its own.
        let name = format!("{}-{}.json", session.trace.started, std::process::id());
        session.file = Some(PathBuf::from(folder).join(name));
        *guard = Some(session);
        std::thread::spawn(write_when_quiet);
    }
    SWITCH.store(if is_on { ON } else { OFF }, Ordering::Relaxed);
    is_on
}

/// Writes what there is whenever nothing has happened for a while: so a program that hangs, and is
/// killed, leaves a record of how it came to that. A program that is busy is not disturbed.
fn write_when_quiet() {
    let events = || session().as_ref().map_or(0, |session| session.trace.events.len());
    let (mut seen, mut written) = (0, 0);
    loop {
        std::thread::sleep(QUIET);
        let now = events();
        if now == seen && now != written {
            // What cannot be written now is said by `finish`, if the program comes to it.
            let _ = write();
            written = now;
        }
        seen = now;
    }
}

fn write() -> Result<(), String> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let held = session().as_ref().and_then(|s| Some((s.file.clone()?, s.trace.clone())));
    let Some((file, trace)) = held else { return Ok(()) };
    let text = serde_json::to_string(&trace).map_err(|error| error.to_string())?;
    // Under another name first: who reads the folder finds whole files only.
    let partial = file.with_extension("partial");
    fs::write(&partial, text)
        .and_then(|()| fs::rename(&partial, &file))
        .map_err(|error| format!("cannot write the trace {}: {error}", file.display()))
}

/// Waits until every turn that is under way has ended, or long enough for any that will.
///
/// A task on another thread may let `main` go on as its last act. Without this, its end would
/// be in the record of one run and not in that of the next.
fn settle() {
    // The calling thread’s own turns cannot end meanwhile.
    let start = Instant::now();
    let is_open = || session().as_ref().is_some_and(Session::is_open_elsewhere);
    while is_open() && start.elapsed() < Duration::from_millis(500) {
        std::thread::sleep(Duration::from_millis(1));
    }
}
