//! The probes: each is one measurement, made by a child process.
//!
//! A family has a file or a folder here for Rust, and a file in `python/` for Python. `probes` is
//! the table of all: what is not in it is not measured. `side` is the second process of those
//! that need one, `server` one that serves, `place` the cores, `memory` what a process weighs.

mod compute;
mod convoy;
mod counter;
#[cfg(feature = "programs")]
mod crawl;
mod crossover;
mod entries;
mod gil;
mod hello;
#[cfg(feature = "programs")]
mod http;
mod io;
mod memory;
mod models;
mod outside;
mod place;
mod pool;
#[cfg(feature = "programs")]
mod queue;
mod server;
mod side;
mod speedup;
mod start;
mod stop;
mod switch;
mod usage;

use crate::plan::{Probe, Quantity};
use crate::reading::Reading;
use anyhow::{Result, bail};
use cpu_time::ProcessTime;
use std::time::Instant;

/// What counts for a probe that is kept on one core: the CPU time of all that take part.
///
/// Nothing else of it happens there meanwhile, so that is the time that it takes, without what
/// other programs took. Where nothing can be kept on one core, or CPU time is counted in ticks
/// far longer than the work, it is the time on the wall.
const ON_ONE_CORE: Quantity =
    if cfg!(target_os = "linux") { Quantity::CpuEach } else { Quantity::WallEach };

/// All probes, in the order in which their figures are printed.
pub fn probes() -> Vec<Probe> {
    let families = [
        switch::probes(),
        start::probes(),
        pool::probes(),
        entries::probes(),
        counter::probes(),
        gil::probes(),
        outside::probes(),
        convoy::probes(),
        io::probes(),
        speedup::probes(),
        models::probes(),
        crossover::probes(),
        stop::probes(),
        #[cfg(feature = "programs")]
        http::probes(),
        hello::probes(),
        #[cfg(feature = "programs")]
        crawl::probes(),
        #[cfg(feature = "programs")]
        queue::probes(),
    ];
    families.into_iter().flatten().collect()
}

/// A process that a probe starts beside itself: `lab part <name> [argument …]`.
///
/// # Errors
///
/// If there is no such part, or it fails.
pub fn part(name: &str, arguments: &[String]) -> Result<()> {
    match name {
        "pipe-echo" => switch::kernel::pipe_echo(arguments),
        "wait" => start::wait_for_end(),
        "end" => Ok(()),
        "futex-echo" => switch::kernel::futex_echo(arguments),
        "load" => models::client_side(arguments),
        "slow-server" => models::server_side(arguments),
        "switches" => entries::switches(arguments),
        #[cfg(feature = "programs")]
        "http-client" => http::client_side(arguments),
        #[cfg(feature = "programs")]
        "http-server" => http::server_side(arguments),
        #[cfg(feature = "programs")]
        "crawl-site" => crawl::site::side(arguments),
        #[cfg(feature = "programs")]
        "crawl-processes" => crawl::processes_side(arguments),
        "deep" => switch::coroutine::deep(arguments),
        _ => bail!("no probe has a part {name:?}"),
    }
}

/// Work that is done once, against the clock.
fn whole(units: u64, mut work: impl FnMut()) -> Reading {
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    work();
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Reading { units, wall_s, cpu_s, ..Reading::default() }
}

/// As `whole`, for work that can fail.
fn try_whole(units: u64, work: impl FnOnce() -> Result<()>) -> Result<Reading> {
    let (mut work, mut outcome) = (Some(work), Ok(()));
    let reading = whole(units, || {
        if let Some(work) = work.take() {
            outcome = work();
        }
    });
    outcome?;
    Ok(reading)
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
