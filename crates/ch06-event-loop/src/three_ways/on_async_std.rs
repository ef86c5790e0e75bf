//! One coroutine run in three ways, on async-std: by hand, by `block_on`, and as a task.

use std::pin::pin;
use std::task::{Context, Waker};

use async_std::task;

async fn work(who: &str) {
    println!("{who}: first half");
    task::yield_now().await; // Let others have a turn.
    println!("{who}: second half");
}

pub fn main() {
    by_hand();
    task::block_on(work("run"));
    task::block_on(in_a_task());
}

fn by_hand() {
    let mut coroutine = pin!(work("by hand"));
    println!("made; not a line of it has run");
    let mut context = Context::from_waker(Waker::noop());
    assert!(coroutine.as_mut().poll(&mut context).is_pending());
    println!("it has paused; nobody else will call it back");
    assert!(coroutine.as_mut().poll(&mut context).is_ready());
    println!("it has ended");
}

async fn in_a_task() {
    let task = task::spawn(work("task"));
    task.await;
}
