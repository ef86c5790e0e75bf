//! Nothing here names a runtime, and no feature flag is needed. It also made the test easy: its
//! pause takes no time, and writes down how long it should have been. Larger libraries pass a trait
//! with `sleep`, `spawn` and `connect` instead of a function for each.

use std::future::ready;
use std::time::Duration;

use futures::FutureExt;
use tokio::runtime::Builder;

/// Tries so often, with a pause in between; gives the first success, or the last error.
async fn retry<T, E, P: Future>(
    attempts: u32,
    mut pause: impl FnMut(Duration) -> P,
    mut attempt: impl AsyncFnMut() -> Result<T, E>,
) -> Result<T, E> {
    let mut length = Duration::from_millis(1);
    for _ in 1..attempts {
        if let Ok(value) = attempt().await {
            return Ok(value);
        }
        pause(length).await;
        length = length.saturating_mul(2);
    }
    attempt().await
}

// The test: the same for the solution.

/// Three pauses, each twice as long as the one before; on two runtimes and on none.
pub fn test() {
    let mut pauses = Vec::new();
    let pause = |length: Duration| {
        pauses.push(length.as_millis());
        ready(())
    };
    let result = retry(4, pause, fails(3)).now_or_never().expect("nobody has to be waited for");
    assert_eq!(result, Ok(4), "the fourth attempt is the one that succeeds");
    assert_eq!(pauses, [1, 2, 4], "so long were the pauses, in milliseconds");

    let many = retry(100, |_| ready(()), fails(99)).now_or_never();
    assert_eq!(many, Some(Ok(100)), "whoever passes the pause may make a long one short");

    let on_smol = smol::block_on(retry(2, smol::Timer::after, fails(9)));
    assert_eq!(on_smol, Err(2), "after the last attempt, its error is returned");
    let tokio = Builder::new_current_thread().enable_time().build().expect("it needs nothing");
    let on_tokio = tokio.block_on(retry(2, tokio::time::sleep, fails(1)));
    assert_eq!(on_tokio, Ok(2), "the second attempt is the one that succeeds");
}

/// An attempt that fails so often. Gives its number, either way.
fn fails(times: u32) -> impl AsyncFnMut() -> Result<u32, u32> {
    let mut number = 0;
    async move || {
        number += 1;
        if number <= times { Err(number) } else { Ok(number) }
    }
}
