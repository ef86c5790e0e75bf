//! tokio's budget: a task that awaits only what is ready has to give its turn back all the same.
//!
//! Run it: `cargo listing budget`.

use std::future::poll_fn;
use std::pin::pin;

use tokio::runtime::Builder;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::unconstrained;

const MESSAGES: u32 = 1_000;

/// Takes one message after another. All are there already, so no `recv` has to wait.
async fn drain(mut inbox: UnboundedReceiver<u32>) {
    while inbox.recv().await.is_some() {}
}

/// Drives a coroutine to its end and counts the turns that it needs.
pub async fn count_turns(coroutine: impl Future<Output = ()>) -> u32 {
    let mut coroutine = pin!(coroutine);
    let mut turns = 0;
    poll_fn(|context| {
        turns += 1;
        coroutine.as_mut().poll(context)
    })
    .await;
    turns
}

fn full() -> UnboundedReceiver<u32> {
    let (sender, inbox) = mpsc::unbounded_channel();
    for number in 0..MESSAGES {
        sender.send(number).unwrap();
    }
    inbox
}

async fn show() {
    let turns = tokio::spawn(count_turns(drain(full()))).await.unwrap();
    println!("{MESSAGES} messages with the budget: {turns} turns");
    let turns = tokio::spawn(count_turns(unconstrained(drain(full())))).await.unwrap();
    println!("{MESSAGES} messages without it: {turns} turn");
}

/// Runs it on one thread.
pub fn main() {
    Builder::new_current_thread().build().unwrap().block_on(show());
}
