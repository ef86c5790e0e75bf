//! An await on something ready goes on at once, on smol.

use smol::LocalExecutor;
use smol::future::yield_now;

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

async fn show(executor: &LocalExecutor<'_>) {
    println!("awaiting what is ready:");
    let (a, b) = (
        executor.spawn(timeline::task("a goes on", goes_on("a"))),
        executor.spawn(timeline::task("b goes on", goes_on("b"))),
    );
    a.await;
    b.await;

    println!("awaiting a pause:");
    let (a, b) = (
        executor.spawn(timeline::task("a gives way", gives_way("a"))),
        executor.spawn(timeline::task("b gives way", gives_way("b"))),
    );
    a.await;
    b.await;
}

pub fn main() {
    // One thread, as in asyncio: on several, the two would run at the same time.
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(show(&executor)));
}
