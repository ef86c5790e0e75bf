//! A future made by hand: a place for one value, which somebody else fills later, on turns.

use std::time::Duration;

use turns::sleep;
use turns::sync::oneshot::{self, Receiver, Sender};

async fn do_some_work() -> &'static str {
    "what its coroutine returned"
}

async fn wait_for(future: Receiver<&'static str>) {
    match future.await {
        Ok(value) => println!("the future gave: {value}"),
        Err(_) => println!("the future gave nothing: nobody will set it"),
    }
}

async fn show() {
    // Python's future in two halves: one sets, the other is awaited. No coroutine stands behind.
    let (setter, future) = oneshot::channel();
    drop(turns::spawn(set_later(setter)));
    wait_for(future).await;

    // A dropped setter is noticed: the waiter is woken, with an error.
    let (setter, future) = oneshot::channel();
    drop(turns::spawn(drop_later(setter)));
    wait_for(future).await;

    // Set when it is no longer wanted: the value comes back. (Twice does not compile: `send`
    // takes the setter away.)
    let (setter, future) = oneshot::channel();
    drop(future);
    if setter.send("too late").is_err() {
        println!("set too late: refused");
    }

    // A handle is awaited and has nothing to set: only its coroutine gives it a value.
    let handle = turns::spawn(do_some_work());
    println!("the task gave: {}", handle.await.unwrap());
}

async fn set_later(setter: Sender<&'static str>) {
    sleep(Duration::from_millis(20)).await;
    setter.send("what was set").unwrap();
}

async fn drop_later(setter: Sender<&'static str>) {
    sleep(Duration::from_millis(20)).await;
    drop(setter);
}

pub fn main() {
    turns::block_on(show());
}
