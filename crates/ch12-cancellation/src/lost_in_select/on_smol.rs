//! Three messages, read in pairs. The first pair takes too long.

use std::time::Duration;

use smol::channel::{self, Receiver};

use crate::smol_timeout::timeout;

type Inbox = Receiver<u32>;

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    let (sender, mut inbox) = channel::unbounded();
    sender.send(1).await.unwrap();
    match timeout(Duration::from_millis(50), pair(&mut inbox)).await {
        Ok(pair) => println!("a pair: {pair:?}"),
        Err(_) => println!("no pair in time"),
    }
    sender.send(2).await.unwrap();
    sender.send(3).await.unwrap();
    println!("a pair: {:?}", pair(&mut inbox).await);
}

async fn pair(inbox: &mut Inbox) -> (u32, u32) {
    let first = inbox.recv().await.unwrap();
    let second = inbox.recv().await.unwrap();
    (first, second)
}
