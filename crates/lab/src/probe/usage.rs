//! What the kernel has counted of a process: its children’s time, and how often its threads stopped
//! running.

// What `getrusage` promises is written beside the call.
#![allow(unsafe_code)]

use anyhow::Result;

/// How often the threads of a process stopped running: because they had to wait, or by force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Switches {
    /// They had to wait.
    pub voluntary: i64,
    /// They were made to.
    pub involuntary: i64,
}

/// Those of all threads of this process so far, also of those that have ended.
///
/// # Errors
///
/// If the system counts none.
#[cfg(unix)]
pub fn switches() -> Result<Switches> {
    let usage = usage(libc::RUSAGE_SELF)?;
    Ok(Switches { voluntary: usage.ru_nvcsw, involuntary: usage.ru_nivcsw })
}

/// CPU time of all children that were waited for, in seconds.
///
/// # Errors
///
/// If the system does not say it.
#[cfg(unix)]
pub fn of_children() -> Result<f64> {
    let usage = usage(libc::RUSAGE_CHILDREN)?;
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    Ok(seconds(usage.ru_utime) + seconds(usage.ru_stime))
}

#[cfg(unix)]
fn usage(who: libc::c_int) -> Result<libc::rusage> {
    // SAFETY: a `rusage` holds numbers only, so all zeros are one.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: it is a live `rusage`, which the call fills in.
    let failed = unsafe { libc::getrusage(who, &raw mut usage) };
    anyhow::ensure!(failed == 0, "{}", std::io::Error::last_os_error());
    Ok(usage)
}

/// As on Unix, if this system had a way.
#[cfg(not(unix))]
pub fn switches() -> Result<Switches> {
    anyhow::bail!("this system counts no switches")
}

/// As on Unix, if this system had a way.
#[cfg(not(unix))]
pub fn of_children() -> Result<f64> {
    anyhow::bail!("this system does not say what a child took")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_sleeps_has_switched() {
        let before = switches().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(switches().unwrap().voluntary > before.voluntary);
        assert!(of_children().unwrap() >= 0.0);
    }
}
