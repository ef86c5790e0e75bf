//! What becomes of a task whose handle is dropped, and of one that is cancelled, on async-std.

use std::future::pending;
use std::sync::Arc;

use async_std::task::{self, JoinHandle};
use futures::channel::oneshot::{self, Receiver, Sender};

/// Says that it has begun, waits for the word to go, and works to the end.
async fn do_some_work(begun: Sender<()>, go: Receiver<()>, ended: Sender<()>) {
    begun.send(()).unwrap();
    go.await.unwrap();
    ended.send(()).unwrap();
}

async fn wait_for_nothing(_held: Arc<()>) {
    pending().await
}

async fn show() {
    // A dropped handle detaches its task: it goes on, and nobody will have its result.
    let (handle, go, ended) = start("dropped").await;
    drop(handle);
    println!("handle dropped: {}", outcome(go, ended).await);

    // There is nothing more to do to detach it.
    let (handle, go, ended) = start("detached").await;
    drop(handle);
    println!("task detached: {}", outcome(go, ended).await);

    let (handle, go, ended) = start("cancelled").await;
    // It waits until the task is gone.
    handle.cancel().await;
    println!("task cancelled: {}", outcome(go, ended).await);

    // The runtime owns its tasks and has no garbage to collect: this one stays while it runs.
    let held = Arc::new(());
    let alive = Arc::downgrade(&held);
    drop(task::spawn(timeline::task("waits for nothing", wait_for_nothing(held))));
    task::yield_now().await;
    let fate = if alive.upgrade().is_none() { "collected" } else { "kept" };
    println!("nothing will wake it: {fate}");
}

async fn start(name: &str) -> (JoinHandle<()>, Sender<()>, Receiver<()>) {
    let (begin, begun) = oneshot::channel();
    let (go, wait_for_go) = oneshot::channel();
    let (end, ended) = oneshot::channel();
    let handle = task::spawn(timeline::task(name, do_some_work(begin, wait_for_go, end)));
    // A coroutine that is stopped before its first turn runs no line: let it begin.
    begun.await.unwrap();
    (handle, go, ended)
}

async fn outcome(go: Sender<()>, ended: Receiver<()>) -> &'static str {
    // Nobody hears it if the task is gone already.
    let _ = go.send(());
    match ended.await {
        Ok(()) => "the task went on to its end",
        // The runtime has dropped the coroutine, and its sender with it.
        Err(_) => "the task was stopped where it waited",
    }
}

pub fn main() {
    task::block_on(timeline::task("main", show()));
}
