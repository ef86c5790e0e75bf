//! smol has no `timeout`: whoever wants one writes a race.

use std::time::Duration;

use smol::{Timer, future};

/// What the future gives, or an error, if the time is over first.
///
/// # Errors
///
/// [`TimeIsOver`], if the future was not ready within `limit`.
// ANCHOR: timeout
pub async fn timeout<T>(limit: Duration, future: impl Future<Output = T>) -> Result<T, TimeIsOver> {
    let late = async {
        Timer::after(limit).await;
        Err(TimeIsOver)
    };
    future::or(async { Ok(future.await) }, late).await
}
// ANCHOR_END: timeout

/// The time was over first.
#[derive(Debug)]
pub struct TimeIsOver;
