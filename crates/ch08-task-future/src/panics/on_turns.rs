//! A task that panics: its neighbour lives on, and the panic waits to be asked for, on turns.

use std::time::Duration;

use turns::sync::oneshot::{self, Sender};
use turns::{JoinError, sleep};

async fn fail(_until_dropped: Option<Sender<()>>) -> String {
    panic!("the disk is full")
}

async fn neighbour(ms: u64) -> String {
    sleep(Duration::from_millis(ms)).await;
    "still here".into()
}

async fn show() {
    let failing = turns::spawn(fail(None));
    let other = turns::spawn(neighbour(20));
    // The loop has caught the panic; to await the handle gives it as an error, a JoinError.
    match failing.await {
        Ok(value) => println!("the task gave: {value}"),
        Err(error) => println!("the task failed: {}", message(&error)),
    }
    println!("its neighbour: {}", other.await.unwrap());

    // If nobody asks, turns says so (on stderr) when the task is gone, as asyncio does, after what
    // Rust prints at each panic as it happens.
    let (sender, ended) = oneshot::channel();
    drop(turns::spawn(fail(Some(sender))));
    ended.await.unwrap_err();
    println!("nobody asked: the program goes on");
}

/// A panic carries any value; turns keeps its text, if that is what it is.
fn message(error: &JoinError) -> &str {
    error.message().unwrap_or("no text")
}

pub fn main() {
    turns::block_on(show());
}
