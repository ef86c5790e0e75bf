//! A coroutine is stopped in three ways. Which of its lines still run?

use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Receiver, Sender};

pub fn main() {
    Builder::new_current_thread().build().unwrap().block_on(timeline::task("main", run()));
}

async fn run() {
    println!("before its first turn:");
    let (begin, _) = oneshot::channel();
    let (_open, gate) = oneshot::channel();
    drop(work(begin, gate));

    println!("where it waits:");
    let (begin, begun) = oneshot::channel();
    let (_open, gate) = oneshot::channel();
    let task = tokio::spawn(timeline::task("waits", work(begin, gate)));
    begun.await.unwrap();
    task.abort();
    println!("  (told to stop)");
    assert!(task.await.unwrap_err().is_cancelled());

    println!("where it waits, and it is no task:");
    let (begin, _begun) = oneshot::channel();
    let (_open, gate) = oneshot::channel();
    let mut future = Box::pin(work(begin, gate));
    assert!(futures::poll!(future.as_mut()).is_pending());
    drop(future);
    println!("  (it is gone)");
}

async fn work(begin: Sender<()>, gate: Receiver<()>) {
    let _outside = CleanUp("outside");
    let _inside = CleanUp("inside");
    println!("  begins");
    _ = begin.send(());
    gate.await.unwrap();
    println!("  goes on");
}

struct CleanUp(&'static str);

impl Drop for CleanUp {
    fn drop(&mut self) {
        println!("  cleans up: {}", self.0);
    }
}
