//! Ctrl-C, as something to await.

use std::future::poll_fn;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, Waker};

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
    let seen = state().count;
    async move {
        installed?;
        poll_fn(|cx| {
            let mut state = state();
            if state.count != seen {
                return Poll::Ready(());
            }
            if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
                state.waiting.push(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
        Ok(())
    }
}

struct State {
    /// How many have come.
    count: u64,
    /// All who wait, of all loops. One that gave up is woken in vain, once.
    waiting: Vec<Waker>,
}

static STATE: Mutex<State> = Mutex::new(State { count: 0, waiting: Vec::new() });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
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
    let waiting = std::mem::take(&mut state.waiting);
    drop(state);
    waiting.into_iter().for_each(Waker::wake);
}
