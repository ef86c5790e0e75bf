//! Three messages, read in pairs. The first pair takes too long.

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
    match timeout(Duration::from_millis(50), pair(&mut inbox)).await {
        Ok(pair) => println!("a pair: {pair:?}"),
        Err(_) => println!("no pair in time"),
    }
    sender.send(2).unwrap();
    sender.send(3).unwrap();
    println!("a pair: {:?}", pair(&mut inbox).await);
}

async fn pair(inbox: &mut Inbox) -> (u32, u32) {
    let first = inbox.recv().await.unwrap();
    let second = inbox.recv().await.unwrap();
    (first, second)
}
