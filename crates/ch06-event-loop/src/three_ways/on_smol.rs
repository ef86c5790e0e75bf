//! One coroutine run in three ways, on smol: by hand, by `block_on`, and as a task.

use std::pin::pin;
use std::task::{Context, Waker};

use smol::future;

async fn work(who: &str) {
    println!("{who}: first half");
    future::yield_now().await; // Let others have a turn.
    println!("{who}: second half");
}

pub fn main() {
    by_hand();
    smol::block_on(work("run"));
    smol::block_on(in_a_task());
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
    let task = smol::spawn(work("task"));
    task.await;
}
