//! A coroutine waits for a lock, and is put aside. Who gets the lock?

use std::time::Duration;

use smol::lock::Mutex;

use crate::smol_timeout::timeout;

pub fn main() {
    smol::block_on(timeline::task("main", run()));
}

async fn run() {
    let lock = Mutex::new(());
    let guard = lock.lock().await;
    let mut aside = Box::pin(timeline::task("aside", visit(&lock)));
    assert!(futures::poll!(aside.as_mut()).is_pending());
    // It stands in the lock's queue, and from now on nobody polls it.
    drop(guard);

    println!("beside it: {}", try_to_lock(&lock).await);
    drop(aside);
    println!("without it: {}", try_to_lock(&lock).await);
}

async fn visit(lock: &Mutex<()>) {
    drop(lock.lock().await);
}

async fn try_to_lock(lock: &Mutex<()>) -> &'static str {
    match timeout(Duration::from_millis(100), lock.lock()).await {
        Ok(_guard) => "locked",
        Err(_) => "the lock is not to be had",
    }
}
