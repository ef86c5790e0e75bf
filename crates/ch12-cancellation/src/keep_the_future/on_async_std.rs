//! Three messages, read in pairs. The first pair takes too long, and is kept.

use std::pin::pin;
use std::time::Duration;

use async_std::channel::{self, Receiver};
use async_std::future::timeout;
use async_std::task;

type Inbox = Receiver<u32>;

pub fn main() {
    task::block_on(run());
}

async fn run() {
    let (sender, mut inbox) = channel::unbounded();
    sender.send(1).await.unwrap();
    let mut first = pin!(pair(&mut inbox));
    match timeout(Duration::from_millis(50), &mut first).await {
        Ok(pair) => println!("a pair: {pair:?}"),
        Err(_) => println!("no pair in time"),
    }
    sender.send(2).await.unwrap();
    sender.send(3).await.unwrap();
    println!("a pair: {:?}", first.await);
}

async fn pair(inbox: &mut Inbox) -> (u32, u32) {
    let first = inbox.recv().await.unwrap();
    let second = inbox.recv().await.unwrap();
    (first, second)
}
