//! A program for async-std, and the same for smol: one line changes its meaning.

use std::time::Duration;

use smol::channel::{self, Receiver, Sender};
use smol::{Timer, future};

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    let (sender, log) = channel::bounded(4);
    let (go, ready) = channel::bounded(1);
    _ = smol::spawn(write_log(sender, ready));
    go.send(()).await.ok();
    match log.recv().await {
        Ok(line) => println!("the log: {line}"),
        Err(_) => println!("the log: empty, and closed"),
    }
    let work = async {
        Timer::after(Duration::from_secs(60)).await;
        true
    };
    let limit = async {
        Timer::after(Duration::from_millis(20)).await;
        false
    };
    println!("in time: {}", future::or(work, limit).await);
    println!("computed: {}", smol::unblock(|| 6 * 7).await);
}

async fn write_log(log: Sender<&'static str>, ready: Receiver<()>) {
    ready.recv().await.unwrap();
    log.send("started").await.unwrap();
}
