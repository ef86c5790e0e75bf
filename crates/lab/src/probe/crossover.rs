//! How much each answer may give to compute before ten threads beat one loop.
//!
//! The name ends in what is computed for each answer, in percent of the time that it is waited
//! for. With ten threads, a loop is better below 11: it computes one after the other, and they wait
//! one after the other.

use super::compute;
use super::models::{Load, ten_threads_or_one_loop};
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::Result;
use figures::words;
use std::time::{Duration, Instant};

/// Two lines, for loads that compute more and more.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::rust("crossover.loop.2", words("one loop, 2 %", "单循环，2 %"), |size| {
            run(size, 2, true)
        }),
        Probe::rust(
            "crossover.threads.2",
            words("ten threads, 2 %", "十个线程，2 %"),
            |size| run(size, 2, false),
        ),
        Probe::rust("crossover.loop.10", words("one loop, 10 %", "单循环，10 %"), |size| {
            run(size, 10, true)
        }),
        Probe::rust(
            "crossover.threads.10",
            words("ten threads, 10 %", "十个线程，10 %"),
            |size| run(size, 10, false),
        ),
        Probe::rust("crossover.loop.50", words("one loop, 50 %", "单循环，50 %"), |size| {
            run(size, 50, true)
        }),
        Probe::rust(
            "crossover.threads.50",
            words("ten threads, 50 %", "十个线程，50 %"),
            |size| run(size, 50, false),
        ),
        Probe::rust("crossover.loop.200", words("one loop, 200 %", "单循环，200 %"), |size| {
            run(size, 200, true)
        }),
        Probe::rust(
            "crossover.threads.200",
            words("ten threads, 200 %", "十个线程，200 %"),
            |size| run(size, 200, false),
        ),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}

fn run(size: Size, percent: u32, is_loop: bool) -> Result<Reading> {
    let wait = size.of(Duration::from_millis(4), Duration::from_millis(1));
    let steps = steps_in(wait * percent / 100);
    ten_threads_or_one_loop(wait, Load { requests: size.of(60, 20), steps }, is_loop)
}

/// How many steps of computing take so long here: the fastest of some tries tells it.
fn steps_in(time: Duration) -> u64 {
    const TRY: u64 = 200_000;
    let one = |_| {
        let start = Instant::now();
        compute::steps(TRY);
        start.elapsed().as_secs_f64()
    };
    let fastest = (0..10).map(one).fold(f64::INFINITY, f64::min);
    (time.as_secs_f64() / fastest * TRY as f64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_takes_more_steps() {
        assert!(steps_in(Duration::from_millis(10)) > steps_in(Duration::from_millis(1)));
    }
}
