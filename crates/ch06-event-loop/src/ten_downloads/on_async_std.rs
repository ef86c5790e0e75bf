//! Ten downloads on async-std: how long do they wait, all in all?

use std::time::{Duration, Instant};

use async_std::task::{self, sleep};

pub fn main() {
    task::block_on(run());
}

async fn run() {
    let start = Instant::now();
    let downloads: Vec<_> = (0..10).map(|_| task::spawn(download())).collect();
    let mut waited = Duration::ZERO;
    for each in downloads {
        waited += each.await;
    }
    let took = start.elapsed();
    println!(
        "they waited longer than the program ran: {}",
        if waited > took { "yes" } else { "no" }
    );
    println!("more than five times as long: {}", if waited > 5 * took { "yes" } else { "no" });
}

/// Waits, and says how long it was.
async fn download() -> Duration {
    let start = Instant::now();
    sleep(Duration::from_millis(300)).await; // In place of a server that takes its time.
    start.elapsed()
}
