//! A blocking call becomes a future: a thread for each call, a place for its value, one waker.
//!
//! Run it: `cargo listing s1_a_thread_each`.

use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

/// What the thread and the future share.
enum Place<T> {
    Empty,
    /// Still empty, and somebody waits.
    Awaited(Waker),
    Filled(T),
}

/// The value that a thread is working for.
pub struct Offloaded<T> {
    place: Arc<Mutex<Place<T>>>,
}

/// Calls the function on a thread of its own.
fn offload<T: Send + 'static>(function: impl FnOnce() -> T + Send + 'static) -> Offloaded<T> {
    let place = Arc::new(Mutex::new(Place::Empty));
    let theirs = Arc::clone(&place);
    thread::spawn(move || fill(&theirs, function()));
    Offloaded { place }
}

/// The thread's side: puts the value there and wakes the one who waits, if there is one.
fn fill<T>(place: &Mutex<Place<T>>, value: T) {
    let before = mem::replace(&mut *place.lock().unwrap(), Place::Filled(value));
    // The lock is free again, so whoever is woken finds it so.
    if let Place::Awaited(waker) = before {
        waker.wake();
    }
}

/// The loop's side. It takes the lock for a moment only, and never waits for the thread.
impl<T> Future for Offloaded<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<T> {
        let mut place = self.place.lock().unwrap();
        match mem::replace(&mut *place, Place::Empty) {
            Place::Filled(value) => Poll::Ready(value),
            // Always the newest waker: the coroutine may have moved to another task.
            Place::Empty | Place::Awaited(_) => {
                *place = Place::Awaited(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Blocks until two threads are here.
fn meet(barrier: &Barrier) -> &'static str {
    barrier.wait();
    "met the other thread"
}

async fn show() {
    let both = Arc::new(Barrier::new(2));
    let other = Arc::clone(&both);
    // Both threads are at work before the loop waits for either.
    let one = offload(move || meet(&both));
    let two = offload(move || meet(&other));
    println!("one {}", one.await);
    println!("two {}", two.await);
}

/// Any loop will do: the future needs nothing but a waker.
pub fn main() {
    turns::block_on(show());
}
