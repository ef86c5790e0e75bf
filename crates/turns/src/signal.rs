//! Ctrl-C and the other wishes that a program should end, as something to await.
//!
//! The first call takes the signal over for the rest of the process: from then on it no longer ends
//! the program by itself, it only ends these waits. One that comes while nobody waits is for
//! nobody; a wait begins with the call, not with the first poll.

use crate::waiters::{Key, Waiters, wake};
use std::future::poll_fn;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll};

/// Waits for the next Ctrl-C (SIGINT, on Unix; on Windows Ctrl-Break counts as one, too).
///
/// ```no_run
/// turns::block_on(async {
///     println!("press Ctrl-C");
///     turns::signal::ctrl_c().await?;
///     println!("good-bye");
///     Ok::<(), std::io::Error>(())
/// })?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// If the signal cannot be taken over.
pub fn ctrl_c() -> impl Future<Output = io::Result<()>> {
    let wait = CTRL_C.wait();
    async move {
        let mut wait = wait?;
        poll_fn(|cx| wait.poll(cx)).await;
        Ok(())
    }
}

/// Waits until somebody wants the program to end: by Ctrl-C or, on Unix, by SIGTERM, which is what
/// `kill` and most supervisors send; on Windows, by Ctrl-C or Ctrl-Break. Closing the console is
/// heard there, too, but Windows ends the process right away and leaves no time for anything. Says
/// by which, where the system tells.
///
/// ```no_run
/// use turns::sync::Stop;
///
/// turns::block_on(async {
///     let stop = Stop::new();
///     let server = turns::spawn({
///         let stop = stop.clone();
///         async move { stop.stopped().await } // and serves meanwhile
///     });
///     let request = turns::signal::stop_requested().await?;
///     println!("{request:?}: no new work from now on");
///     stop.stop();
///     server.await.expect("the server does not panic");
///     Ok::<(), std::io::Error>(())
/// })?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// If the signals cannot be taken over.
pub fn stop_requested() -> impl Future<Output = io::Result<StopRequest>> {
    let waits: io::Result<Vec<_>> =
        REQUESTS.iter().map(|(signal, request)| Ok((signal.wait()?, *request))).collect();
    async move {
        let mut waits = waits?;
        let first = poll_fn(|cx| {
            for (wait, request) in &mut waits {
                if wait.poll(cx).is_ready() {
                    return Poll::Ready(*request);
                }
            }
            Poll::Pending
        });
        Ok(first.await)
    }
}

/// How somebody asked the program to end: what [`stop_requested`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopRequest {
    /// Ctrl-C was pressed: SIGINT, on Unix.
    CtrlC,
    /// SIGTERM, on Unix.
    Terminate,
    /// Ctrl-C, Ctrl-Break or the end of the console, on Windows, which are not told apart here.
    Console,
}

#[cfg(unix)]
static REQUESTS: [(&Signal, StopRequest); 2] =
    [(&CTRL_C, StopRequest::CtrlC), (&TERMINATE, StopRequest::Terminate)];
#[cfg(windows)]
static REQUESTS: [(&Signal, StopRequest); 1] = [(&CTRL_C, StopRequest::Console)];

static CTRL_C: Signal = Signal::new();
#[cfg(unix)]
static TERMINATE: Signal = Signal::new();

/// One signal of the system, for all loops of the process.
struct Signal {
    taken_over: OnceLock<Result<(), String>>,
    state: Mutex<State>,
}

struct State {
    /// How many have come.
    count: u64,
    waiting: Waiters,
}

impl Signal {
    const fn new() -> Signal {
        let state = State { count: 0, waiting: Waiters::new() };
        Signal { taken_over: OnceLock::new(), state: Mutex::new(state) }
    }

    /// Takes the signal over, if that was not done before, and begins to wait for the next.
    fn wait(&'static self) -> io::Result<Wait> {
        let taken_over = self.taken_over.get_or_init(|| {
            self.take_over().map_err(|error| format!("turns: cannot take a signal over: {error}"))
        });
        taken_over.clone().map_err(io::Error::other)?;
        Ok(Wait { signal: self, seen: self.lock().count, place: None })
    }

    /// A thread hears of the signals: inside of a signal handler no lock may be used.
    #[cfg(unix)]
    fn take_over(&'static self) -> io::Result<()> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let number = if std::ptr::eq(self, &CTRL_C) { SIGINT } else { SIGTERM };
        let mut signals = signal_hook::iterator::Signals::new([number])?;
        let hear = move || signals.forever().for_each(|_| self.came());
        std::thread::Builder::new().name("turns-signal".to_owned()).spawn(hear)?;
        Ok(())
    }

    /// `ctrlc` has a thread of its own for it, and calls it for all events of the console.
    #[cfg(windows)]
    fn take_over(&'static self) -> io::Result<()> {
        ctrlc::set_handler(|| self.came()).map_err(io::Error::other)
    }

    fn came(&self) {
        let mut state = self.lock();
        state.count += 1;
        let woken: Vec<_> = std::iter::from_fn(|| state.waiting.grant_first(false)).collect();
        drop(state);
        woken.into_iter().for_each(wake);
    }

    /// No foreign code runs with the lock held: no waker is cloned, woken or dropped.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits; dropped, it leaves.
struct Wait {
    signal: &'static Signal,
    /// How many had come when it began.
    seen: u64,
    place: Option<Key>,
}

impl Wait {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let waker = cx.waker().clone();
        let mut state = self.signal.lock();
        if state.count != self.seen {
            return Poll::Ready(());
        }
        let spare = match self.place {
            Some(place) => Some(state.waiting.renew(place, waker)),
            None => {
                self.place = Some(state.waiting.join(1, waker));
                None
            }
        };
        drop(state);
        drop(spare);
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            let left = self.signal.lock().waiting.leave(place);
            drop(left);
        }
    }
}
