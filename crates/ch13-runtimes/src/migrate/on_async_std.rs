//! A program for async-std, and the same for smol: one line changes its meaning.

use std::time::Duration;

use async_std::channel::{self, Receiver, Sender};
use async_std::{future, task};

pub fn main() {
    task::block_on(run());
}

async fn run() {
    let (sender, log) = channel::bounded(4);
    let (go, ready) = channel::bounded(1);
    _ = task::spawn(write_log(sender, ready));
    go.send(()).await.ok();
    match log.recv().await {
        Ok(line) => println!("the log: {line}"),
        Err(_) => println!("the log: empty, and closed"),
    }
    let late = future::timeout(Duration::from_millis(20), task::sleep(Duration::from_secs(60)));
    println!("in time: {}", late.await.is_ok());
    println!("computed: {}", task::spawn_blocking(|| 6 * 7).await);
}

async fn write_log(log: Sender<&'static str>, ready: Receiver<()>) {
    ready.recv().await.unwrap();
    log.send("started").await.unwrap();
}
