//! A blocking call, given to a thread, so that the loop goes on, on turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use futures::channel::oneshot::{self, Sender};
use turns::{sleep, spawn_blocking, yield_now};

async fn tick(ticks: Arc<AtomicU32>) {
    loop {
        ticks.fetch_add(1, Relaxed);
        sleep(Duration::from_millis(20)).await;
    }
}

fn slow_answer() -> u32 {
    let _lane = timeline::thread("pool thread");
    let _wait = timeline::waiting("sleep");
    thread::sleep(Duration::from_millis(100));
    42
}

fn work(started: Sender<()>, ended: Sender<&str>) {
    started.send(()).unwrap();
    thread::sleep(Duration::from_millis(100));
    ended.send("the thread worked to its end").unwrap();
}

async fn show() {
    let ticks = Arc::new(AtomicU32::new(0));
    let neighbour = turns::spawn(timeline::task("tick", tick(Arc::clone(&ticks))));
    yield_now().await;
    let before = ticks.load(Relaxed);
    let answer = spawn_blocking(slow_answer).await.unwrap();
    println!("the answer: {answer}");
    let meanwhile = if ticks.load(Relaxed) > before { "ticks" } else { "stands still" };
    println!("while the thread blocks: the coroutine {meanwhile}");

    // A thread cannot be stopped from outside: we stop waiting, and it works on.
    let (start, started) = oneshot::channel();
    let (end, ended) = oneshot::channel();
    let job = spawn_blocking(|| work(start, end));
    started.await.unwrap();
    job.cancel();
    println!("given up: {}", ended.await.unwrap());
    neighbour.cancel();
}

pub fn main() {
    turns::block_on(timeline::task("main", show()));
}
