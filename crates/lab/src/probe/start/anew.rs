//! A process that is started by a small process, and by one that has much in memory.
//!
//! It ends at once, and its end is waited for: that is part of what is measured.

// What `fork` and `waitpid` promise is written beside each call.
#![allow(unsafe_code)]

use crate::reading::Reading;
use anyhow::Result;

/// Copies this process, which has so many bytes more in memory, so many times.
#[cfg(not(unix))]
pub fn fork(_times: u64, _bytes: usize) -> Result<Reading> {
    Ok(Reading::missing("this system has no fork"))
}

/// Starts this program anew, so many times, while this process has so many bytes more in memory.
#[cfg(not(unix))]
pub fn spawn(_times: u64, _bytes: usize) -> Result<Reading> {
    Ok(Reading::missing("this system does not say what its children took"))
}

#[cfg(unix)]
pub use on_unix::{fork, spawn};

#[cfg(unix)]
mod on_unix {
    use super::{Reading, Result};
    use crate::probe::side;
    use crate::probe::usage::of_children;
    use anyhow::{Context, ensure};
    use cpu_time::ProcessTime;
    use memmap2::MmapMut;
    use std::io;
    use std::process::Stdio;
    use std::time::Instant;

    /// Copies this process, which has so many bytes more in memory, so many times.
    pub fn fork(times: u64, bytes: usize) -> Result<Reading> {
        let _memory = in_memory(bytes)?;
        timed(times, fork_and_wait)
    }

    /// Starts this program anew, so many times, while this process has so many bytes more in
    /// memory.
    pub fn spawn(times: u64, bytes: usize) -> Result<Reading> {
        let _memory = in_memory(bytes)?;
        timed(times, || {
            let mut command = side::command("end", &[])?;
            let status = command.stdin(Stdio::null()).status()?;
            ensure!(status.success(), "the program that was started failed: {status}");
            Ok(())
        })
    }

    /// So many bytes, in usual pages and each of them written to.
    fn in_memory(bytes: usize) -> Result<Option<MmapMut>> {
        if bytes == 0 {
            return Ok(None);
        }
        let mut memory = MmapMut::map_anon(bytes).context("so much memory is not to be had")?;
        // A kernel that was built without large pages refuses, and gives usual ones.
        #[cfg(target_os = "linux")]
        let _ = memory.advise(memmap2::Advice::NoHugePage);
        memory.fill(1);
        Ok(Some(memory))
    }

    /// The first is warming up.
    fn timed(times: u64, work: impl Fn() -> Result<()>) -> Result<Reading> {
        work()?;
        let (wall, cpu, theirs) = (Instant::now(), ProcessTime::now(), of_children()?);
        for _ in 0..times {
            work()?;
        }
        let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
        let cpu_s = cpu_s + of_children()? - theirs;
        Ok(Reading { units: times, wall_s, cpu_s, ..Reading::default() })
    }

    fn fork_and_wait() -> Result<()> {
        // SAFETY: the child calls `_exit` and nothing else, which is allowed after a fork of
        // whatever process; it never returns into Rust.
        let child = unsafe {
            match libc::fork() {
                0 => libc::_exit(0),
                child => child,
            }
        };
        ensure!(child > 0, "cannot fork: {}", io::Error::last_os_error());
        let mut status = 0;
        // SAFETY: `status` is a live integer, and the child is this process's own.
        let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
        ensure!(ended == child && status == 0, "the copy failed: {status}");
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_copy_ends_and_is_waited_for() {
            assert_eq!(fork(3, 0).unwrap().units, 3);
            assert_eq!(fork(2, 1 << 20).unwrap().units, 2);
        }
    }
}
