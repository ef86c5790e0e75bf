//! A task that panics: its neighbour lives on, and the panic waits to be asked for, on async-std.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_std::task;
use futures::FutureExt;
use futures::channel::oneshot::{self, Sender};

async fn fail(_until_dropped: Option<Sender<()>>) -> String {
    panic!("the disk is full")
}

async fn neighbour(ms: u64) -> String {
    task::sleep(Duration::from_millis(ms)).await;
    "still here".into()
}

async fn show() {
    let failing = task::spawn(fail(None));
    let other = task::spawn(neighbour(20));
    // The executor has caught the panic; to await the handle lets it loose here, to be caught
    // again or to end us, too.
    match AssertUnwindSafe(failing).catch_unwind().await {
        Ok(value) => println!("the task gave: {value}"),
        Err(panic) => println!("the task failed: {}", message(panic)),
    }
    println!("its neighbour: {}", other.await);

    // If nobody asks, there is only what Rust prints (on stderr) at each panic as it happens. (The
    // documentation of `async_std::task` has every panic reach the root task; this one does not.)
    let (sender, ended) = oneshot::channel();
    drop(task::spawn(fail(Some(sender))));
    ended.await.unwrap_err();
    println!("nobody asked: the program goes on");
}

/// A panic carries any value; with a bare text for its message, that is a `&str`.
fn message(panic: Box<dyn Any + Send>) -> &'static str {
    panic.downcast_ref::<&str>().copied().unwrap_or("no text")
}

pub fn main() {
    task::block_on(show());
}
