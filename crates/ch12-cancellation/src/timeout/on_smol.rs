//! Four things under a time limit. Which of them are stopped?

use std::future::{pending, ready};
use std::thread;
use std::time::Duration;

use crate::smol_timeout::timeout;

/// What it says when the time is over, and the milliseconds.
type Limit = (&'static str, u64);

const NONE: Limit = ("stopped at once", 0);
const SHORT: Limit = ("stopped by the short limit", 20);
const LONG: Limit = ("stopped by the long limit", 60_000);

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    println!("waits for ever: {}", within(SHORT, pending()).await);
    println!("is ready, and has no time: {}", within(NONE, ready("done")).await);
    println!("blocks for longer: {}", within(SHORT, block()).await);
    let inner = within(LONG, pending());
    println!("a short limit around a long one: {}", within(SHORT, inner).await);
}

async fn within(limit: Limit, future: impl Future<Output = &'static str>) -> &'static str {
    match timeout(Duration::from_millis(limit.1), future).await {
        Ok(result) => result,
        Err(_) => limit.0,
    }
}

async fn block() -> &'static str {
    thread::sleep(Duration::from_millis(50));
    "done"
}
