//! Ctrl-C, as something to await.

use crate::waiters::{Key, Waiters, wake};
use std::future::poll_fn;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll};

/// Waits for the next Ctrl-C (SIGINT, on Unix).
///
/// The first call takes the signal over for the rest of the process: from then on a Ctrl-C no
/// longer ends the program by itself, it only ends these waits. One that comes while nobody waits
/// is for nobody; the wait begins with this call, not with the first poll.
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
    let installed = install();
    let mut wait = Wait { seen: state().count, place: None };
    async move {
        installed?;
        poll_fn(|cx| wait.poll(cx)).await;
        Ok(())
    }
}

struct State {
    /// How many have come.
    count: u64,
    /// All who wait, of all loops.
    waiting: Waiters,
}

static STATE: Mutex<State> = Mutex::new(State { count: 0, waiting: Waiters::new() });

/// No foreign code runs with the lock held: no waker is cloned, woken or dropped.
fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One who waits; dropped, it leaves.
struct Wait {
    /// How many had come when it began.
    seen: u64,
    place: Option<Key>,
}

impl Wait {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let waker = cx.waker().clone();
        let mut state = state();
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
            let left = state().waiting.leave(place);
            drop(left);
        }
    }
}

/// Takes the signal over, once. `ctrlc` calls back on a thread of its own, not inside the signal
/// handler, so locks may be used.
fn install() -> io::Result<()> {
    static INSTALLED: OnceLock<Result<(), String>> = OnceLock::new();
    let install = || ctrlc::set_handler(on_ctrl_c).map_err(|error| error.to_string());
    INSTALLED
        .get_or_init(install)
        .clone()
        .map_err(|error| io::Error::other(format!("turns: cannot take over Ctrl-C: {error}")))
}

fn on_ctrl_c() {
    let mut state = state();
    state.count += 1;
    let woken: Vec<_> = std::iter::from_fn(|| state.waiting.grant_first(false)).collect();
    drop(state);
    woken.into_iter().for_each(wake);
}
