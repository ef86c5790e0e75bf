//! A thread sleeps for a millisecond at a time. How late is it beside one that computes?

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Gil, SWITCH_INTERVAL};

static GIL: Gil = Gil::new();
const MILLISECOND: Duration = Duration::from_millis(1);

fn compute(stop: &AtomicBool) {
    let _lane = timeline::thread("computes");
    GIL.acquire();
    while !stop.load(Relaxed) {
        GIL.checkpoint();
    }
    GIL.release();
}

fn sleep() -> Duration {
    let start = Instant::now();
    GIL.released(|| {
        let _waits = timeline::waiting("a millisecond");
        thread::sleep(MILLISECOND);
    });
    start.elapsed()
}

fn sleep_often() {
    let mut took: Vec<Duration> = (0..5).map(|_| sleep()).collect();
    took.sort();
    println!("  a sleep of a millisecond takes {:.3} ms", took[2].as_secs_f64() * 1000.0);
}

pub fn main() {
    let _lane = timeline::thread("sleeps");
    GIL.acquire();
    println!("alone:");
    sleep_often();
    println!("beside one that computes:");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| compute(&stop));
        let mut late = 0;
        while late < 5 {
            late += u32::from(sleep() > MILLISECOND + SWITCH_INTERVAL);
        }
        println!("  {late} sleeps were late by more than the switch interval");
        sleep_often();
        stop.store(true, Relaxed);
        GIL.release();
    });
}
