//! A coroutine that computes: its neighbour has a turn only where it yields, on smol.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use smol::LocalExecutor;
use smol::future::yield_now;

async fn neighbour(turns: Arc<AtomicU32>) {
    loop {
        turns.fetch_add(1, Relaxed);
        yield_now().await;
    }
}

/// Stands for a long computation; it counts what it did.
fn compute_for_a_while(ms: u64) -> u64 {
    let start = Instant::now();
    let mut steps = 0;
    while start.elapsed() < Duration::from_millis(ms) {
        steps = black_box(steps + 1);
    }
    steps
}

async fn hog(turns: Arc<AtomicU32>) -> &'static str {
    let before = turns.load(Relaxed);
    for _ in 0..100 {
        compute_for_a_while(10);
        if turns.load(Relaxed) != before {
            return "some";
        }
    }
    "none"
}

async fn polite(turns: Arc<AtomicU32>) -> &'static str {
    let before = turns.load(Relaxed);
    for _ in 0..100 {
        compute_for_a_while(10);
        yield_now().await;
        if turns.load(Relaxed) != before {
            return "some";
        }
    }
    "none"
}

async fn show(executor: &LocalExecutor<'_>) {
    let turns = Arc::new(AtomicU32::new(0));
    let other = executor.spawn(neighbour(Arc::clone(&turns)));
    let had = executor.spawn(hog(Arc::clone(&turns))).await;
    println!("turns of the neighbour beside a hog: {had}");
    let had = executor.spawn(polite(Arc::clone(&turns))).await;
    println!("… beside one that yields: {had}");
    other.cancel().await;
}

pub fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(show(&executor)));
}
