//! Tasks that end at once: what it costs to have one.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;

/// Starts a task and awaits it, one after another.
pub async fn one_by_one<R: Runtime>(total: u64) -> Sample {
    let clock = Clock::start();
    R::spawn_and_join(total).await;
    clock.stop(total)
}

/// Starts `at_once` tasks, then awaits them, until there were `total`.
pub async fn together<R: Runtime>(at_once: u64, total: u64) -> Sample {
    let mut handles = Vec::with_capacity(at_once as usize);
    let rounds = (total / at_once).max(1);
    let clock = Clock::start();
    for _ in 0..rounds {
        handles.extend((0..at_once).map(|number| R::spawn(async move { number })));
        for handle in handles.drain(..) {
            handle.await;
        }
    }
    clock.stop(rounds * at_once)
}
