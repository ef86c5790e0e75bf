//! Which core a thread runs on.

use anyhow::{Result, bail};

/// Keeps the calling thread on one of the cores that this process may use, counted from 0.
///
/// # Errors
///
/// If there are not so many cores, or the system lets nobody choose.
#[cfg(target_os = "linux")]
pub fn stay_on(place: usize) -> Result<()> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let allowed = sched_getaffinity(None)?;
    let mut cores = (0..CpuSet::MAX_CPU).filter(|&core| allowed.is_set(core));
    let Some(core) = cores.nth(place) else {
        bail!("this process may use {} cores, and {} are needed", allowed.count(), place + 1);
    };
    let mut one = CpuSet::new();
    one.set(core);
    Ok(sched_setaffinity(None, &one)?)
}

/// As on Linux, if this system had a way.
#[cfg(not(target_os = "linux"))]
pub fn stay_on(_place: usize) -> Result<()> {
    bail!("this system lets no program choose its cores")
}

/// Whether two threads can be kept on two cores.
///
/// # Errors
///
/// The reason why not.
pub fn two_cores() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("this system lets no program choose its cores".to_owned());
    }
    match cores() {
        1 => Err("this process may use one core only".to_owned()),
        _ => Ok(()),
    }
}

/// How many cores this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}
