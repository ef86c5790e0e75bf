//! What a future is large of: the values that live across an `.await`, at the worst place.

use std::task::Poll;

const BUFFER: usize = 4096;

// ANCHOR: coroutines
/// The buffer is needed after the pause, so it lies in the future.
async fn across() -> u32 {
    let buffer = [1_u8; BUFFER];
    pause().await;
    sum(&buffer)
}

/// The buffer is gone before the pause; the future keeps only the sum.
async fn before() -> u32 {
    let sum = {
        let buffer = [1_u8; BUFFER];
        sum(&buffer)
    };
    pause().await;
    sum
}

/// The buffer lies on the heap; the future keeps a pointer to it.
async fn on_the_heap() -> u32 {
    let buffer = vec![1_u8; BUFFER];
    pause().await;
    sum(&buffer)
}

/// One after the other: a place is used again, so the larger counts, not the sum.
async fn in_turn() -> u32 {
    across().await + across().await
}

/// The future itself lies on the heap; this one keeps only the pointer.
async fn boxed() -> u32 {
    Box::pin(across()).await
}
// ANCHOR_END: coroutines

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
    println!("a buffer of {BUFFER} bytes");
    println!("held across the await: {} bytes", size_of_val(&across()));
    println!("gone before the await: {} bytes", size_of_val(&before()));
    println!("on the heap:           {} bytes", size_of_val(&on_the_heap()));
    println!("two, one by one:       {} bytes", size_of_val(&in_turn()));
    println!("one in a box:          {} bytes", size_of_val(&boxed()));
}
