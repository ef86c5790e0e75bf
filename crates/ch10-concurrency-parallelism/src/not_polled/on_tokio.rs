//! While the body of the loop awaits: who drives the other download? On tokio.

use std::time::Duration;

use futures::channel::oneshot::{Receiver, Sender, channel};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use tokio::runtime::Builder;
use tokio::task::yield_now;
use tokio::time::timeout;

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
    match timeout(LIMIT, finished).await {
        Ok(_) => "goes on",
        Err(_) => "stands still",
    }
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

async fn tasks() {
    let (finish, finished) = channel();
    let downloads = FuturesUnordered::new();
    downloads.push(tokio::spawn(timeline::task("large", large(finish))).map(Result::unwrap));
    downloads.push(tokio::spawn(timeline::task("small", small())).map(Result::unwrap));
    handle("tasks", downloads, finished).await;
}

async fn show() {
    timeline::task("set of futures", futures()).await;
    timeline::task("set of tasks", tasks()).await;
}

pub fn main() {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(show());
}
