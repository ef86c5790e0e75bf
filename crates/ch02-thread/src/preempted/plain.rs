//! Two threads on one core, and one of them never waits.

use std::fs;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

static STARTED: Barrier = Barrier::new(2);
static TURNS: AtomicU64 = AtomicU64::new(0);
static IS_OVER: AtomicBool = AtomicBool::new(false);

pub fn main() {
    let allowed = sched_getaffinity(None).unwrap();
    let mut only = CpuSet::new();
    only.set((0..CpuSet::MAX_CPU).find(|&core| allowed.is_set(core)).unwrap());
    sched_setaffinity(None, &only).unwrap();
    let spinner = thread::spawn(|| counted(spin));
    let sleeper = thread::spawn(|| counted(sleep_ten_times));
    let (_, by_force) = spinner.join().unwrap();
    println!("the spinner was stopped by force, at least ten times: {}", yes(by_force >= 10));
    let (by_itself, _) = sleeper.join().unwrap();
    println!("the sleeper stopped by itself, at least ten times: {}", yes(by_itself >= 10));
}

fn spin() {
    let _lane = timeline::thread("spinner");
    STARTED.wait();
    while !IS_OVER.load(Relaxed) {
        TURNS.fetch_add(1, Relaxed);
    }
}

fn sleep_ten_times() {
    let _lane = timeline::thread("sleeper");
    STARTED.wait();
    for _ in 0..10 {
        let before = TURNS.load(Relaxed);
        while TURNS.load(Relaxed) == before {
            let _waiting = timeline::waiting("1 ms");
            thread::sleep(Duration::from_millis(1)); // the spinner must have run since
        }
    }
    IS_OVER.store(true, Relaxed);
}

fn counted(work: fn()) -> (u64, u64) {
    let before = switches();
    work();
    let after = switches();
    (after.0 - before.0, after.1 - before.1)
}

fn switches() -> (u64, u64) {
    let status = fs::read_to_string("/proc/thread-self/status").unwrap();
    let count = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().parse().unwrap()
    };
    (count("voluntary_ctxt_switches:"), count("nonvoluntary_ctxt_switches:"))
}

fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}
