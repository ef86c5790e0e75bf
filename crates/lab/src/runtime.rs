//! What every runtime is asked to do, so that all do the same work.

use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

/// A runtime, with its own ways to start a task, to sleep, and to serve.
///
/// Everything is an associated function: a measurement has one runtime and one process.
pub trait Runtime: 'static {
    /// Whether threads of its own run the tasks, so that they run while the root does something else.
    const HAS_THREADS: bool = false;

    /// Runs one future to its end.
    fn block_on<F: Future>(root: F) -> F::Output;

    /// Starts a task that can be awaited. The futures are `Send` so that those runtimes that
    /// need it can take part; those that do not, take no notice.
    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static;

    /// A task that starts that many tasks, each when the one before has been awaited.
    ///
    /// It is a task because the future of `block_on` has a way of its own to be woken, which
    /// costs more in some runtimes.
    fn spawn_and_join(total: u64) -> impl Future<Output = ()>;

    /// Sleeps by the runtime's own timers.
    fn sleep(_time: Duration) -> impl Future<Output = ()> {
        pending()
    }

    /// Starts a task that sleeps, calls `done` and is awaited by nobody.
    fn sleep_then(_time: Duration, _done: impl FnOnce() + Send + 'static) {}

    /// That many round trips between two tasks over the runtime's own channel.
    fn ping_pong(_rounds: u64) -> impl Future<Output = ()> {
        pending()
    }

    /// Has an empty function called by the pool for functions that block, and waits for it.
    fn call_blocking() -> impl Future<Output = ()> {
        pending()
    }

    /// Listens, tells where, and sends back what comes, without end.
    fn serve(_announce: impl FnOnce(SocketAddr)) {}
}

/// How large an echo server's buffer is, everywhere.
pub const BUFFER: usize = 1024;
