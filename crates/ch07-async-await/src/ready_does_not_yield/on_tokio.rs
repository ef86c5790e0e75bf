//! An await on something ready goes on at once, on tokio.

use tokio::runtime::Builder;
use tokio::task::{spawn, yield_now};

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
    println!("awaiting what is ready:");
    let (a, b) = (
        spawn(timeline::task("a goes on", goes_on("a"))),
        spawn(timeline::task("b goes on", goes_on("b"))),
    );
    a.await.unwrap();
    b.await.unwrap();

    println!("awaiting a pause:");
    let (a, b) = (
        spawn(timeline::task("a gives way", gives_way("a"))),
        spawn(timeline::task("b gives way", gives_way("b"))),
    );
    a.await.unwrap();
    b.await.unwrap();
}

pub fn main() {
    // One thread, as in asyncio: on several, the two would run at the same time.
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(show());
}
