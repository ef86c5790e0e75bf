//! How large a future is, and what makes it so.
//!
//! Run it: `cargo listing future_size`.

use std::task::Poll;

const BUFFER: usize = 4096;

/// The buffer is needed after the pause.
async fn across() -> u32 {
    let buffer = [1_u8; BUFFER];
    pause().await;
    sum(&buffer)
}

/// The buffer is no longer needed; but it is still in scope.
async fn in_scope() -> u32 {
    let buffer = [1_u8; BUFFER];
    let sum = sum(&buffer);
    pause().await;
    sum
}

/// The buffer's block ends before the pause.
async fn in_a_block() -> u32 {
    let sum = {
        let buffer = [1_u8; BUFFER];
        sum(&buffer)
    };
    pause().await;
    sum
}

/// The buffer is on the heap; the future keeps a pointer to it.
async fn on_the_heap() -> u32 {
    let buffer = vec![1_u8; BUFFER];
    pause().await;
    sum(&buffer)
}

/// One after the other: the second takes the place of the first.
async fn in_turn() -> u32 {
    across().await + across().await
}

/// The inner future is on the heap; this one keeps a pointer to it.
async fn boxed() -> u32 {
    Box::pin(across()).await
}

fn sum(buffer: &[u8]) -> u32 {
    buffer.iter().map(|byte| u32::from(*byte)).sum()
}

/// Pending once, then ready.
async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|context| {
        if paused {
            return Poll::Ready(());
        }
        paused = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

pub fn main() {
    println!("a buffer:               {BUFFER} bytes");
    println!("a pause alone:          {} bytes", size_of_val(&pause()));
    println!("needed after the await: {} bytes", size_of_val(&across()));
    println!("in scope at the await:  {} bytes", size_of_val(&in_scope()));
    println!("in a block before it:   {} bytes", size_of_val(&in_a_block()));
    println!("on the heap:            {} bytes", size_of_val(&on_the_heap()));
    println!("two futures, in turn:   {} bytes", size_of_val(&in_turn()));
    println!("a future in a box:      {} bytes", size_of_val(&boxed()));
}
