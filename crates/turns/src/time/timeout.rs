//! `timeout`: a future with a limit.

use super::{Sleep, sleep_until};
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

/// Awaits the future, but no longer than the limit, counted from this call. When the limit is
/// over first, the future is dropped.
///
/// This is asyncio's `wait_for`. The future itself is asked first, so one that is ready in time
/// is never lost.
///
/// ```
/// use std::time::Duration;
/// use turns::time::{Elapsed, timeout};
///
/// turns::block_on(async {
///     let never = std::future::pending::<()>();
///     assert_eq!(timeout(Duration::from_millis(1), never).await, Err(Elapsed));
/// });
/// ```
///
/// # Errors
///
/// [`Elapsed`] if the limit was over first.
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn timeout<F: Future>(
    limit: Duration,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> {
    within(Sleep::of(limit), future)
}

/// As [`timeout`], with a moment for the limit: for several steps that have one limit together.
///
/// ```
/// use std::time::Duration;
/// use turns::time::{Elapsed, now, timeout_at};
///
/// turns::block_on(async {
///     let deadline = now() + Duration::from_millis(5);
///     let first = async { "in time" };
///     assert_eq!(timeout_at(deadline, first).await, Ok("in time"));
///     let second = std::future::pending::<()>();
///     assert_eq!(timeout_at(deadline, second).await, Err(Elapsed));
/// });
/// ```
///
/// # Errors
///
/// [`Elapsed`] if the moment came first.
///
/// # Panics
///
/// The future panics if it is polled where no loop runs.
pub fn timeout_at<F: Future>(
    deadline: Instant,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> {
    within(sleep_until(deadline), future)
}

async fn within<F: Future>(limit: Sleep, future: F) -> Result<F::Output, Elapsed> {
    let (mut future, mut limit) = (pin!(future), pin!(limit));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Ok(value)),
        Poll::Pending => limit.as_mut().poll(cx).map(|()| Err(Elapsed)),
    })
    .await
}

/// The limit of a [`timeout`] was over before its future was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time limit was over first")
    }
}

impl std::error::Error for Elapsed {}

impl From<Elapsed> for std::io::Error {
    fn from(elapsed: Elapsed) -> std::io::Error {
        std::io::Error::new(std::io::ErrorKind::TimedOut, elapsed)
    }
}
