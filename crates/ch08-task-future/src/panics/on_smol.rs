//! A task that panics: its neighbour lives on, and the panic waits to be asked for, on smol.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot::{self, Sender};
use smol::Timer;

async fn fail(_until_dropped: Option<Sender<()>>) -> String {
    panic!("the disk is full")
}

async fn neighbour(ms: u64) -> String {
    Timer::after(Duration::from_millis(ms)).await;
    "still here".into()
}

async fn show() {
    let failing = smol::spawn(fail(None));
    let other = smol::spawn(neighbour(20));
    // The executor has caught the panic; to await the handle lets it loose here, to be caught
    // again or to end us, too.
    match AssertUnwindSafe(failing).catch_unwind().await {
        Ok(value) => println!("the task gave: {value}"),
        Err(panic) => println!("the task failed: {}", message(panic)),
    }
    println!("its neighbour: {}", other.await);

    // If nobody asks, there is only what Rust prints (on stderr) at each panic as it happens.
    let (sender, ended) = oneshot::channel();
    smol::spawn(fail(Some(sender))).detach();
    ended.await.unwrap_err();
    println!("nobody asked: the program goes on");
}

/// A panic carries any value; with a bare text for its message, that is a `&str`.
fn message(panic: Box<dyn Any + Send>) -> &'static str {
    panic.downcast_ref::<&str>().copied().unwrap_or("no text")
}

pub fn main() {
    smol::block_on(show());
}
