//! Four threads add to one counter, as often as it takes to lose an update.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

const THREADS: u32 = 4;
const STEPS: u32 = 100_000;
const ROUNDS: u32 = 1_000;
static COUNTER: AtomicU32 = AtomicU32::new(0);

pub fn main() {
    println!("added in one step, lost: {}", count_lost(add_in_one_step));
    let mut rounds = 0..ROUNDS;
    let lost = rounds.any(|_| count_lost(add_in_two_steps) > 0);
    println!(
        "added in two steps, lost: {}",
        if lost { "at least one" } else { "none in all rounds" }
    );
}

fn add_in_one_step() {
    for _ in 0..STEPS {
        COUNTER.fetch_add(1, Relaxed);
    }
}

fn add_in_two_steps() {
    for _ in 0..STEPS {
        COUNTER.store(COUNTER.load(Relaxed) + one(), Relaxed);
    }
}

fn one() -> u32 {
    1
}

fn count_lost(add: fn()) -> u32 {
    COUNTER.store(0, Relaxed);
    let threads: Vec<_> = (0..THREADS).map(|_| thread::spawn(add)).collect();
    for thread in threads {
        thread.join().unwrap();
    }
    THREADS * STEPS - COUNTER.load(Relaxed)
}
