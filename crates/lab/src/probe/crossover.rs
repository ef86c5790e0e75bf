//! How much each answer may give to compute before ten threads beat one loop.
//!
//! The name ends in what is computed for each answer, in percent of the time that it is waited
//! for. By the limits of chapter 11, and with ten threads, a loop is better below 11: it computes
//! one after the other, and they wait one after the other. So some loads are far on each side.

use super::compute;
use super::models::{Load, ten_threads_or_one_loop};
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::Result;
use figures::words;
use std::time::Duration;

/// Both, under a load that computes so many percent.
macro_rules! both {
    ($percent:literal) => {
        [
            Probe::rust(
                concat!("crossover.loop.", $percent),
                words(
                    concat!("one loop, ", $percent, " %"),
                    concat!("一个事件循环，", $percent, " %"),
                ),
                |size| run(size, $percent, true),
            ),
            Probe::rust(
                concat!("crossover.threads.", $percent),
                words(
                    concat!("ten threads, ", $percent, " %"),
                    concat!("十个线程，", $percent, " %"),
                ),
                |size| run(size, $percent, false),
            ),
        ]
    };
}

/// Two lines, for loads that compute more and more.
pub fn probes() -> Vec<Probe> {
    let all = [both!(2), both!(5), both!(10), both!(20), both!(50), both!(200)];
    all.into_iter().flatten().map(|probe| probe.of(Quantity::Wall)).collect()
}

fn run(size: Size, percent: u32, is_loop: bool) -> Result<Reading> {
    let wait = size.of(Duration::from_millis(4), Duration::from_millis(1));
    let steps = compute::steps_in(wait * percent / 100);
    ten_threads_or_one_loop(wait, Load { requests: size.of(60, 20), steps }, is_loop)
}
