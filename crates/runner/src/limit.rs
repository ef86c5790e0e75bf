//! A limit against hangs, for the tests of the chapters.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long it may take: long enough for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Calls this on a thread of its own, and gives what it gives. So a test of something that may hang
/// fails, and does not hang.
///
/// # Panics
///
/// If it has not ended after a minute, or panics.
pub fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    ended.recv_timeout(LIMIT).expect("it ends in time, and does not panic")
}

#[cfg(test)]
mod tests {
    use super::in_time;

    #[test]
    fn gives_what_the_work_gives() {
        assert_eq!(in_time(|| 6 * 7), 42);
    }

    #[test]
    #[should_panic(expected = "does not panic")]
    fn a_panic_is_a_panic_here() {
        in_time(|| panic!("in the work"));
    }
}
