//! A word that says whose turn it is; who is not, sleeps on it in the kernel.

use anyhow::{Result, bail};
use std::sync::atomic::{AtomicU32, Ordering};

/// No turn takes a thousandth of it, unless the other side is gone.
#[cfg(target_os = "linux")]
const LIMIT_S: i64 = 25;

/// The parent's turn, or the first thread's.
pub const PING: u32 = 0;
/// The other's turn.
pub const PONG: u32 = 1;
/// Nobody's any more.
pub const END: u32 = 2;

/// Whose turn it is.
pub struct Turn<'a> {
    word: &'a AtomicU32,
    /// Whether the other one is another process.
    is_shared: bool,
}

impl<'a> Turn<'a> {
    /// In this process alone, or in two.
    pub fn new(word: &'a AtomicU32, is_shared: bool) -> Turn<'a> {
        Turn { word, is_shared }
    }

    /// Gives the turn away and wakes who waits for it: one system call.
    ///
    /// # Errors
    ///
    /// If this system has no futex.
    pub fn give(&self, to: u32) -> Result<()> {
        self.word.store(to, Ordering::Release);
        wake(self.word, self.is_shared)
    }

    /// Sleeps until the turn is one's own: one system call. False if it is nobody's any more.
    ///
    /// # Errors
    ///
    /// If it does not come.
    pub fn wait(&self, own: u32) -> Result<bool> {
        loop {
            match self.word.load(Ordering::Acquire) {
                END => return Ok(false),
                value if value == own => return Ok(true),
                value => sleep(self.word, value, self.is_shared)?,
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn flags(is_shared: bool) -> rustix::thread::futex::Flags {
    use rustix::thread::futex::Flags;
    if is_shared { Flags::empty() } else { Flags::PRIVATE }
}

#[cfg(target_os = "linux")]
fn sleep(word: &AtomicU32, value: u32, is_shared: bool) -> Result<()> {
    use rustix::io::Errno;
    use rustix::thread::futex::{Timespec, wait};
    let limit = Timespec { tv_sec: LIMIT_S, tv_nsec: 0 };
    match wait(word, flags(is_shared), value, Some(&limit)) {
        // AGAIN: the turn was given between our look and the call.
        Ok(()) | Err(Errno::AGAIN | Errno::INTR) => Ok(()),
        Err(Errno::TIMEDOUT) => bail!("the other side gave no turn within {LIMIT_S} s"),
        Err(error) => Err(error.into()),
    }
}

#[cfg(target_os = "linux")]
fn wake(word: &AtomicU32, is_shared: bool) -> Result<()> {
    rustix::thread::futex::wake(word, flags(is_shared), 1)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn sleep(_: &AtomicU32, _: u32, _: bool) -> Result<()> {
    bail!("this system has no futex")
}

#[cfg(not(target_os = "linux"))]
fn wake(_: &AtomicU32, _: bool) -> Result<()> {
    bail!("this system has no futex")
}
