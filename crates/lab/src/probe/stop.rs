//! What it costs to stop something that waits, and to give it a time limit that it does not need.
//!
//! Ten thousand tasks wait. Each is told to stop and then awaited, so that what counts is all of
//! it: to tell, to drop, and to hear of the end. A future that is no task is just dropped.

use super::{ON_ONE_CORE, try_timed};
use crate::plan::Probe;
use crate::reading::Reading;
use anyhow::{Result, bail, ensure};
use cpu_time::ProcessTime;
use figures::words;
use futures::future::join_all;
use smol::future::{or, yield_now};
use smol::{LocalExecutor, Timer};
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};
use tokio::runtime::Builder;

/// A limit that nothing here comes near.
const LIMIT: Duration = Duration::from_secs(60);

/// Stopping, and limits that do not strike, in both languages.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::rust("stop.drop", words("a future is dropped", "丢弃一个 future"), |size| {
            dropped(size.of(10_000, 100))
        }),
        Probe::rust("stop.turns", words("a task, turns", "任务，turns"), |size| {
            stopped_on_turns(size.of(10_000, 100))
        }),
        Probe::rust("stop.tokio", words("a task, tokio", "任务，tokio"), |size| {
            stopped_on_tokio(size.of(10_000, 100))
        }),
        Probe::rust("stop.smol", words("a task, smol", "任务，smol"), |size| {
            stopped_on_smol(size.of(10_000, 100))
        }),
        Probe::rust("stop.async_std", words("a task, async-std", "任务，async-std"), |size| {
            stopped_on_async_std(size.of(10_000, 100))
        }),
        Probe::python("stop.python", words("a task, Python", "任务，Python")),
        Probe::rust("timeout.none", words("no limit, turns", "没有超时，turns"), |size| {
            try_timed(size.of(200_000, 1_000), |units| turns::block_on(unlimited(units)))
        }),
        Probe::rust("timeout.turns", words("turns", "turns"), |size| {
            limited_on_turns(size.of(200_000, 1_000))
        }),
        Probe::rust("timeout.tokio", words("tokio", "tokio"), |size| {
            limited_on_tokio(size.of(200_000, 1_000))
        }),
        Probe::rust("timeout.smol", words("smol", "smol"), |size| {
            limited_on_smol(size.of(100_000, 1_000))
        }),
        Probe::rust("timeout.async_std", words("async-std", "async-std"), |size| {
            limited_on_async_std(size.of(100_000, 1_000))
        }),
        Probe::python("timeout.python", words("Python", "Python")),
    ];
    all.into_iter().map(|probe| probe.of(ON_ONE_CORE).pinned()).collect()
}

/// From here on, until [`Clock::stop`].
struct Clock(Instant, ProcessTime);

impl Clock {
    fn start() -> Clock {
        Clock(Instant::now(), ProcessTime::now())
    }

    fn stop(self, units: u64) -> Reading {
        let (wall_s, cpu_s) = (self.0.elapsed().as_secs_f64(), self.1.elapsed().as_secs_f64());
        Reading { units, wall_s, cpu_s, ..Reading::default() }
    }
}

fn dropped(units: u64) -> Result<Reading> {
    let mut futures: Vec<Pin<Box<dyn Future<Output = ()>>>> = Vec::new();
    for _ in 0..units {
        let mut future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(pending());
        ensure!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        futures.push(future);
    }
    let clock = Clock::start();
    drop(futures);
    Ok(clock.stop(units))
}

/// Says that it has begun, and waits.
async fn waits(begun: Arc<AtomicU64>) {
    begun.fetch_add(1, Ordering::Relaxed);
    pending().await
}

/// Makes so many tasks, and is ready when all of them wait.
async fn waiting<T>(units: u64, mut spawn: impl FnMut(Arc<AtomicU64>) -> T) -> Vec<T> {
    let begun = Arc::new(AtomicU64::new(0));
    let tasks = (0..units).map(|_| spawn(Arc::clone(&begun))).collect();
    while begun.load(Ordering::Relaxed) < units {
        yield_now().await;
    }
    tasks
}

fn stopped_on_turns(units: u64) -> Result<Reading> {
    turns::block_on(async {
        let tasks = waiting(units, |begun| turns::spawn(waits(begun))).await;
        let clock = Clock::start();
        for task in &tasks {
            task.cancel();
        }
        for task in tasks {
            ensure!(task.await.is_err(), "it was not cancelled");
        }
        Ok(clock.stop(units))
    })
}

fn stopped_on_tokio(units: u64) -> Result<Reading> {
    Builder::new_current_thread().build()?.block_on(async {
        let tasks = waiting(units, |begun| tokio::spawn(waits(begun))).await;
        let clock = Clock::start();
        for task in &tasks {
            task.abort();
        }
        for task in tasks {
            ensure!(task.await.is_err(), "it was not cancelled");
        }
        Ok(clock.stop(units))
    })
}

fn stopped_on_smol(units: u64) -> Result<Reading> {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let tasks = waiting(units, |begun| executor.spawn(waits(begun))).await;
        let clock = Clock::start();
        join_all(tasks.into_iter().map(smol::Task::cancel)).await;
        Ok(clock.stop(units))
    }))
}

fn stopped_on_async_std(units: u64) -> Result<Reading> {
    async_std::task::block_on(async {
        let tasks = waiting(units, |begun| async_std::task::spawn(waits(begun))).await;
        let clock = Clock::start();
        join_all(tasks.into_iter().map(async_std::task::JoinHandle::cancel)).await;
        Ok(clock.stop(units))
    })
}

async fn unlimited(units: u64) -> Result<()> {
    for _ in 0..units {
        yield_now().await;
    }
    Ok(())
}

fn limited_on_turns(units: u64) -> Result<Reading> {
    try_timed(units, |units| {
        turns::block_on(async {
            for _ in 0..units {
                turns::time::timeout(LIMIT, yield_now()).await?;
            }
            Ok(())
        })
    })
}

fn limited_on_tokio(units: u64) -> Result<Reading> {
    let runtime = Builder::new_current_thread().enable_time().build()?;
    try_timed(units, |units| {
        runtime.block_on(async {
            for _ in 0..units {
                tokio::time::timeout(LIMIT, yield_now()).await?;
            }
            Ok(())
        })
    })
}

fn limited_on_smol(units: u64) -> Result<Reading> {
    try_timed(units, |units| {
        smol::block_on(async {
            for _ in 0..units {
                let is_late = async {
                    Timer::after(LIMIT).await;
                    true
                };
                let work = async {
                    yield_now().await;
                    false
                };
                if or(work, is_late).await {
                    bail!("the limit has struck");
                }
            }
            Ok(())
        })
    })
}

fn limited_on_async_std(units: u64) -> Result<Reading> {
    try_timed(units, |units| {
        async_std::task::block_on(async {
            for _ in 0..units {
                async_std::future::timeout(LIMIT, yield_now()).await?;
            }
            Ok(())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_waits_is_stopped_on_each_runtime() {
        for stopped in
            [dropped, stopped_on_turns, stopped_on_tokio, stopped_on_smol, stopped_on_async_std]
        {
            assert_eq!(stopped(20).unwrap().units, 20);
        }
    }

    #[test]
    fn a_limit_that_is_far_does_not_strike() {
        for limited in [limited_on_turns, limited_on_tokio, limited_on_smol, limited_on_async_std] {
            assert_eq!(limited(20).unwrap().units, 20);
        }
    }
}
