//! The runtime lives as long as the program: dropped inside of a coroutine it would panic, since it
//! waits for its threads. `spawn` puts the library onto tokio's thread, where timers and `spawn` are
//! at home. What comes back is a oneshot in disguise, and needs no runtime. The crate async-compat
//! does the same, with a runtime of its own that is entered at each poll.

use std::sync::LazyLock;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// Somebody else's library: it sleeps as tokio does, and spawns.
async fn library() -> u32 {
    let half = tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        21
    });
    2 * half.await.unwrap()
}

static TOKIO: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// The library's answer, for somebody who is not on tokio.
async fn ask() -> u32 {
    TOKIO.spawn(library()).await.unwrap()
}

// The test: the same for the solution.

/// A library that needs tokio gives its answer to a program on smol.
pub fn test() {
    let answer = smol::block_on(ask());
    assert_eq!(answer, 42, "the library's answer should come through");
}
