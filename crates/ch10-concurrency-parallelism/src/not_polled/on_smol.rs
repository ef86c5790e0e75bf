//! While the body of the loop awaits: who drives the other download? On smol.

use std::time::Duration;

use futures::channel::oneshot::{Receiver, Sender, channel};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use smol::future::{or, yield_now};
use smol::{LocalExecutor, Timer};

/// How long the body may take.
const LIMIT: Duration = Duration::from_millis(300);

async fn large(finished: Sender<()>) -> &'static str {
    for _piece in 0..10 {
        yield_now().await;
    }
    // If the body has reached its limit, nobody receives this.
    let _ = finished.send(());
    "large"
}

async fn small() -> &'static str {
    "small"
}

/// Takes until the large download has finished, or until the limit.
async fn save(finished: Receiver<()>) -> &'static str {
    let _saves = timeline::span("saves");
    let goes_on = async {
        finished.await.unwrap();
        "goes on"
    };
    let stands_still = async {
        Timer::after(LIMIT).await;
        "stands still"
    };
    or(goes_on, stands_still).await
}

async fn handle(
    what: &str,
    mut downloads: FuturesUnordered<impl Future<Output = &'static str>>,
    finished: Receiver<()>,
) {
    let mut finished = Some(finished);
    while let Some(page) = downloads.next().await {
        if page == "small" {
            let meanwhile = save(finished.take().unwrap()).await;
            println!("{what}: while we save the small page, the large one {meanwhile}");
        }
    }
}

async fn futures() {
    let (finish, finished) = channel();
    let downloads = FuturesUnordered::new();
    // Two futures of two types: in a box, both are of one.
    downloads.push(timeline::task("large", large(finish)).boxed_local());
    downloads.push(timeline::task("small", small()).boxed_local());
    handle("futures", downloads, finished).await;
}

async fn tasks(executor: &LocalExecutor<'_>) {
    let (finish, finished) = channel();
    let downloads = FuturesUnordered::new();
    downloads.push(executor.spawn(timeline::task("large", large(finish))));
    downloads.push(executor.spawn(timeline::task("small", small())));
    handle("tasks", downloads, finished).await;
}

async fn show(executor: &LocalExecutor<'_>) {
    timeline::task("set of futures", futures()).await;
    timeline::task("set of tasks", tasks(executor)).await;
}

pub fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(show(&executor)));
}
