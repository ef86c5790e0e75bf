//! One coroutine waits, another blocks: who has a turn meanwhile? On async-std.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use async_std::task::{self, sleep};

/// How often each neighbour had a turn.
#[derive(Default)]
struct Ticks {
    coroutine: AtomicU32,
    thread: AtomicU32,
}

impl Ticks {
    fn report(&self, what: &str, before: (u32, u32)) {
        let said = |ticks, before| if ticks > before { "ticks" } else { "stands still" };
        let (coroutine, thread) = self.now();
        let (coroutine, thread) = (said(coroutine, before.0), said(thread, before.1));
        println!("while one {what}: the coroutine {coroutine}, the thread {thread}");
    }

    fn now(&self) -> (u32, u32) {
        (self.coroutine.load(Relaxed), self.thread.load(Relaxed))
    }
}

async fn tick(ticks: Arc<Ticks>) {
    loop {
        ticks.coroutine.fetch_add(1, Relaxed);
        sleep(Duration::from_millis(20)).await;
    }
}

fn tick_in_a_thread(ticks: Arc<Ticks>) {
    let _lane = timeline::thread("a thread");
    loop {
        ticks.thread.fetch_add(1, Relaxed);
        let _wait = timeline::waiting("sleep");
        thread::sleep(Duration::from_millis(20));
    }
}

// ANCHOR: sleepers
async fn wait(ticks: Arc<Ticks>) {
    let before = ticks.now();
    sleep(Duration::from_millis(200)).await;
    ticks.report("waits", before);
}

async fn block(ticks: Arc<Ticks>) {
    let before = ticks.now();
    thread::sleep(Duration::from_millis(200));
    ticks.report("blocks", before);
}
// ANCHOR_END: sleepers

async fn show() {
    let ticks = Arc::new(Ticks::default());
    let in_a_thread = Arc::clone(&ticks);
    thread::spawn(|| tick_in_a_thread(in_a_thread));
    let neighbour = task::spawn(timeline::task("tick", tick(Arc::clone(&ticks))));
    task::spawn(timeline::task("wait", wait(Arc::clone(&ticks)))).await;
    task::spawn(timeline::task("block", block(Arc::clone(&ticks)))).await;
    neighbour.cancel().await;
}

pub fn main() {
    task::block_on(show());
}
