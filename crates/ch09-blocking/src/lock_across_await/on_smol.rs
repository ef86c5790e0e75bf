//! A lock for threads, held while a coroutine waits; then the right ways, on smol.

use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use smol::future::yield_now;

#[expect(clippy::await_holding_lock, reason = "this is the mistake that the listing shows")]
async fn hold(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap();
    // The lock stays locked while this coroutine waits for its next turn.
    yield_now().await;
}

async fn want(lock: &Mutex<()>) {
    // Without the limit, the thread would wait here for ever: the only coroutine that can
    // unlock it waits for a turn on this very thread.
    match lock_within(lock, Duration::from_millis(100)) {
        Some(_guard) => println!("a lock for threads: taken"),
        None => println!("a lock for threads: never free, because whoever holds it has no turn"),
    }
}

async fn hold_and_wait(lock: &smol::lock::Mutex<()>) {
    let _guard = lock.lock().await;
    yield_now().await;
}

async fn want_and_wait(lock: &smol::lock::Mutex<()>) {
    // Whoever wants this lock waits as a coroutine does, and the holder has its turn.
    let _guard = lock.lock().await;
    println!("a lock for coroutines: taken");
}

async fn unlock_first(lock: &Mutex<()>) {
    drop(lock.lock().unwrap());
    // Nothing is held across the await: here the lock for threads is all one needs.
    yield_now().await;
    let free = lock.try_lock().is_ok();
    println!("unlocked before the await: {}", if free { "free" } else { "still locked" });
}

async fn show() {
    let lock = Mutex::new(());
    // The first of the two is the first to have a turn.
    futures::join!(hold(&lock), want(&lock));
    let waiting_lock = smol::lock::Mutex::new(());
    futures::join!(hold_and_wait(&waiting_lock), want_and_wait(&waiting_lock));
    unlock_first(&lock).await;
}

/// `std`'s lock has no time limit, so this one tries again and again. It blocks the thread.
fn lock_within(lock: &Mutex<()>, limit: Duration) -> Option<MutexGuard<'_, ()>> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Ok(guard) = lock.try_lock() {
            return Some(guard);
        }
        thread::sleep(Duration::from_millis(1));
    }
    None
}

pub fn main() {
    smol::block_on(show());
}
