//! `block_on` drives one future to its end, and sleeps while it is pending.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use futures::channel::oneshot;

/// Polls the future each time that somebody wakes us, and sleeps in between.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let woken = AtomicBool::new(false);
    let sleeper = Arc::new(Sleeper { thread: thread::current(), woken });
    let waker = Waker::from(Arc::clone(&sleeper));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        // `park` may return although nobody has woken us: only the flag counts.
        while !sleeper.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// The thread that sleeps in `block_on`, and whether it has been told to get up.
struct Sleeper {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        // The flag first: the thread that gets up looks for it. A swap, since two may wake at once.
        self.woken.swap(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// An answer that comes from another thread, a little later.
async fn slow_answer() -> i32 {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        sender.send(42)
    });
    receiver.await.expect("the thread sends before it ends")
}

pub fn main() {
    println!("ready at once: {}", block_on(async { 1 + 1 }));
    println!("from another thread: {}", block_on(slow_answer()));
    // Nothing is shared between two calls, so one can be used inside another.
    println!("one inside another: {}", block_on(async { block_on(slow_answer()) + 1 }));
}
