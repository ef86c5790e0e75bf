//! A runtime with two worker threads: one coroutine that blocks takes one of them, two take all.
//!
//! Run it: `cargo listing lost_worker`.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::yield_now;

async fn neighbour(turns: Arc<AtomicU32>, says: Sender<u32>) {
    loop {
        let turn = turns.fetch_add(1, Relaxed) + 1;
        // Nobody listens any more when the first part is over.
        let _ = says.send(turn);
        yield_now().await;
    }
}

/// Blocks its thread until the neighbour has had a turn, which so needs another thread.
async fn block_until_heard(begun: oneshot::Sender<()>, heard: Receiver<u32>) -> u32 {
    begun.send(()).unwrap();
    heard.recv().unwrap()
}

/// Blocks its thread, from when the other does so until both have done it for a while.
async fn block_with_another(both: Arc<Barrier>, turns: Arc<AtomicU32>) -> u32 {
    both.wait();
    let before = turns.load(Relaxed);
    thread::sleep(Duration::from_millis(50));
    let after = turns.load(Relaxed);
    both.wait();
    after - before
}

async fn show() {
    let turns = Arc::new(AtomicU32::new(0));
    let (say, heard) = channel();
    let (begin, begun) = oneshot::channel();
    let blocked = tokio::spawn(block_until_heard(begin, heard));
    // The neighbour starts when the other has begun to block: its turn needs another thread.
    begun.await.unwrap();
    let other = tokio::spawn(neighbour(Arc::clone(&turns), say));
    blocked.await.unwrap();
    println!("one worker of two blocked: the neighbour had its turn");

    let both = Arc::new(Barrier::new(2));
    let first = tokio::spawn(block_with_another(Arc::clone(&both), Arc::clone(&turns)));
    let second = tokio::spawn(block_with_another(both, turns));
    let had = first.await.unwrap() + second.await.unwrap();
    println!("both workers blocked: the neighbour had {had} turns");
    other.abort();
}

/// Runs it on two worker threads.
pub fn main() {
    Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(show());
}
