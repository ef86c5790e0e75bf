//! A task that panics: its neighbour lives on, and the panic waits to be asked for, on tokio.

use std::any::Any;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Sender};
use tokio::time::sleep;

async fn fail(_until_dropped: Option<Sender<()>>) -> String {
    panic!("the disk is full")
}

async fn neighbour(ms: u64) -> String {
    sleep(Duration::from_millis(ms)).await;
    "still here".into()
}

async fn show() {
    let failing = tokio::spawn(fail(None));
    let other = tokio::spawn(neighbour(20));
    // tokio has caught the panic; to await the handle gives it as an error, a JoinError.
    match failing.await {
        Ok(value) => println!("the task gave: {value}"),
        Err(error) => println!("the task failed: {}", message(error.into_panic())),
    }
    println!("its neighbour: {}", other.await.unwrap());

    // If nobody asks, there is only what Rust prints (on stderr) at each panic as it happens.
    let (sender, ended) = oneshot::channel();
    drop(tokio::spawn(fail(Some(sender))));
    ended.await.unwrap_err();
    println!("nobody asked: the program goes on");
}

/// A panic carries any value; with a bare text for its message, that is a `&str`.
fn message(panic: Box<dyn Any + Send>) -> &'static str {
    panic.downcast_ref::<&str>().copied().unwrap_or("no text")
}

pub fn main() {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(show());
}
