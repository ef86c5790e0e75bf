//! Functions that block, called elsewhere.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;

/// Round trips to the pool, one after another.
pub async fn run<R: Runtime>(times: u64) -> Sample {
    let clock = Clock::start();
    for _ in 0..times {
        R::call_blocking().await;
    }
    clock.stop(times)
}
