//! A program runs on smol, and needs one library that works on tokio only. Write the bridge.
//!
//! # Hint
//!
//! A task of tokio's is driven by tokio, on a thread of tokio's. Its handle is a future like any
//! other, and can be awaited anywhere. `Builder::new_multi_thread().worker_threads(1)` makes a
//! runtime that has such a thread.

use std::time::Duration;

/// Somebody else's library: it sleeps as tokio does, and spawns.
async fn library() -> u32 {
    let half = tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        21
    });
    2 * half.await.unwrap()
}

/// The library's answer, for somebody who is not on tokio.
async fn ask() -> u32 {
    // Your turn: to await `library()` here would panic.
    drop(library());
    0
}

// The test: the same for the solution.

/// A library that needs tokio gives its answer to a program on smol.
pub fn test() {
    let answer = smol::block_on(ask());
    assert_eq!(answer, 42, "the library's answer should come through");
}
