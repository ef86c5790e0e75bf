//! A great many tasks that all sleep at once.

use super::Clock;
use crate::machine;
use crate::runtime::Runtime;
use crate::sample::Sample;
use futures::task::AtomicWaker;
use std::future::poll_fn;
use std::iter::repeat_n;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

/// That many tasks sleep for a second, and nobody holds a handle of any.
pub async fn run<R: Runtime>(tasks: u64) -> Sample {
    let before = machine::resident_bytes();
    let clock = Clock::start();
    sleep_all::<R>(repeat_n(Duration::from_secs(1), tasks as usize)).await;
    let sample = clock.stop(tasks);
    let grown = match (machine::peak_bytes(), before) {
        (Some(peak), Some(before)) => Some(peak.saturating_sub(before)),
        _ => None,
    };
    Sample { grown_bytes: grown, ..sample }
}

static LEFT: AtomicUsize = AtomicUsize::new(0);
static DONE: AtomicWaker = AtomicWaker::new();

/// Starts a task for each time and waits until all have slept.
pub async fn sleep_all<R: Runtime>(times: impl ExactSizeIterator<Item = Duration>) {
    LEFT.store(times.len(), Ordering::SeqCst);
    for time in times {
        R::sleep_then(time, || {
            if LEFT.fetch_sub(1, Ordering::SeqCst) == 1 {
                DONE.wake();
            }
        });
    }
    poll_fn(|cx| {
        DONE.register(cx.waker());
        if LEFT.load(Ordering::SeqCst) == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
