//! Three messages, read in pairs. The first pair takes too long, and is kept.

use std::pin::pin;
use std::time::Duration;

use smol::channel::{self, Receiver};
use smol::{Timer, future};

type Inbox = Receiver<u32>;

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    let (sender, mut inbox) = channel::unbounded();
    sender.send(1).await.unwrap();
    let mut first = pin!(pair(&mut inbox));
    let late = async {
        Timer::after(Duration::from_millis(50)).await;
        None
    };
    match future::or(async { Some(first.as_mut().await) }, late).await {
        Some(pair) => println!("a pair: {pair:?}"),
        None => println!("no pair in time"),
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
