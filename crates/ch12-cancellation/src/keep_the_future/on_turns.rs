//! Three messages, read in pairs. The first pair takes too long, and is kept.

use std::pin::pin;
use std::time::Duration;

use turns::sync::mpsc::{self, Receiver};
use turns::time::timeout;

type Inbox = Receiver<u32>;

pub fn main() {
    turns::block_on(run());
}

async fn run() {
    let (sender, mut inbox) = mpsc::unbounded();
    sender.send(1).unwrap();
    let mut first = pin!(pair(&mut inbox));
    let first = match timeout(Duration::from_millis(50), &mut first).await {
        Ok(pair) => pair, // and `first` may not be polled again
        Err(_) => {
            println!("no pair in time");
            sender.send(2).unwrap();
            sender.send(3).unwrap();
            first.await
        }
    };
    println!("a pair: {first:?}");
}

async fn pair(inbox: &mut Inbox) -> (u32, u32) {
    let first = inbox.recv().await.unwrap();
    let second = inbox.recv().await.unwrap();
    (first, second)
}
