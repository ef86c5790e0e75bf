//! A lock is given back by another coroutine, and `select!` polls what it is given: neither needs
//! anybody from outside. A timer, a socket and a pool of threads do, and tokio's belong to its
//! runtime. smol's socket works everywhere, since the thread behind it is started when it is first
//! needed.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

async fn tokio_sleep() {
    tokio::time::sleep(MS).await;
}

async fn tokio_mutex() {
    drop(tokio::sync::Mutex::new(1).lock().await);
}

async fn tokio_socket() {
    drop(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap());
}

async fn tokio_select() {
    tokio::select! {
        () = async {} => {}
        () = std::future::pending() => {}
    }
}

async fn tokio_blocking() {
    tokio::task::spawn_blocking(|| ()).await.unwrap();
}

async fn smol_socket() {
    drop(smol::net::TcpListener::bind("127.0.0.1:0").await.unwrap());
}

/// Whether each of the six works, from top to bottom.
fn prediction() -> [bool; 6] {
    [false, true, false, true, false, true]
}

// The test: the same for the solution.

/// Each is run where no runtime of tokio is.
pub fn test() {
    let works = [
        works(tokio_sleep()),
        works(tokio_mutex()),
        works(tokio_socket()),
        works(tokio_select()),
        works(tokio_blocking()),
        works(smol_socket()),
    ];
    let right = prediction().iter().zip(works).filter(|(one, other)| **one == *other).count();
    assert_eq!(right, works.len(), "Not all six are right. So many are.");
}

fn works(future: impl Future) -> bool {
    let hook = take_hook();
    set_hook(Box::new(|_| {})); // a panic is an answer here, and needs no message
    let result = catch_unwind(AssertUnwindSafe(|| drop(smol::block_on(future))));
    set_hook(hook);
    result.is_ok()
}
