//! An await on something ready goes on at once, on async-std.

use async_std::task::yield_now;
use futures::future::join;

/// Ends without having waited for anything.
async fn ready() {}

async fn goes_on(name: &str) {
    for step in 1..=3 {
        println!("  {name} {step}");
        ready().await;
    }
}

async fn gives_way(name: &str) {
    for step in 1..=3 {
        println!("  {name} {step}");
        yield_now().await;
    }
}

async fn show() {
    // Tasks of async-std run on its own threads, at the same time if there are several. So here
    // the two are parts of one task: `join` polls the first, then the second, until both are ready.
    println!("awaiting what is ready:");
    join(timeline::task("a goes on", goes_on("a")), timeline::task("b goes on", goes_on("b")))
        .await;

    println!("awaiting a pause:");
    join(
        timeline::task("a gives way", gives_way("a")),
        timeline::task("b gives way", gives_way("b")),
    )
    .await;
}

pub fn main() {
    async_std::task::block_on(show());
}
