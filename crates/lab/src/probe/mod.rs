//! The probes: each is one measurement, made by a child process.
//!
//! A family has a file or a folder here for Rust, and a file in `python/` for Python. `probes` is
//! the table of all: what is not in it is not measured. `side` is the second process of those
//! that need one, `place` the cores, `memory` what a process weighs.

mod memory;
mod place;
mod shared_page;
mod side;
mod start;
mod switch;

use crate::plan::Probe;
use crate::reading::Reading;
use anyhow::{Result, bail};
use cpu_time::ProcessTime;
use std::time::Instant;

/// All probes, in the order in which their figures are printed.
pub fn probes() -> Vec<Probe> {
    let families = [switch::probes(), start::probes()];
    families.into_iter().flatten().collect()
}

/// What the second process of a probe does, by its word.
///
/// # Errors
///
/// If it fails, or there is no such word.
pub fn side_main(word: &str, arguments: &[String]) -> Result<()> {
    match word {
        "pipe-echo" => switch::kernel::pipe_echo(),
        "wait" => start::wait_for_end(),
        "futex-echo" => switch::kernel::futex_echo(arguments),
        _ => bail!("there is no side called {word:?}"),
    }
}

/// As `reading::timed`, for work that can fail.
fn try_timed(units: u64, mut work: impl FnMut(u64) -> Result<()>) -> Result<Reading> {
    work((units / 10).max(1))?;
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    work(units)?;
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Ok(Reading { units, wall_s, cpu_s, ..Reading::default() })
}

/// As `try_timed`, for work that awaits.
async fn try_timed_async(
    units: u64,
    mut work: impl AsyncFnMut(u64) -> Result<()>,
) -> Result<Reading> {
    work((units / 10).max(1)).await?;
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    work(units).await?;
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Ok(Reading { units, wall_s, cpu_s, ..Reading::default() })
}

/// What was counted in round trips, in switches one way.
fn one_way(round_trips: Reading) -> Reading {
    Reading { units: 2 * round_trips.units, ..round_trips }
}
