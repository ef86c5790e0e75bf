//! The place is filled in either case, which is the whole point: whoever waits is always told. `panic!`
//! with a bare text carries a `&'static str`, with formatted text a `String`, and with
//! `std::panic::panic_any` anything at all.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

/// What the thread and the future share.
enum Place<T> {
    Empty,
    /// Still empty, and somebody waits.
    Awaited(Waker),
    Filled(T),
}

/// The value that a thread is working for.
struct Offloaded<T> {
    place: Arc<Mutex<Place<T>>>,
}

/// Calls the function on a thread of its own. What comes is its value, or the text of its panic.
fn offload<T: Send + 'static>(
    function: impl FnOnce() -> T + Send + 'static,
) -> Offloaded<Result<T, String>> {
    let place = Arc::new(Mutex::new(Place::Empty));
    let theirs = Arc::clone(&place);
    let guarded = move || catch_unwind(AssertUnwindSafe(function)).map_err(text);
    thread::spawn(move || fill(&theirs, guarded()));
    Offloaded { place }
}

/// A panic's text, if it is one.
fn text(panic: Box<dyn Any + Send>) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => {
            // Not dropped: its drop may panic, and then nobody would fill the place after all.
            mem::forget(other);
            "no text".to_owned()
        }
    }
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

// The test: the same for the solution.

/// A value arrives, and a panic arrives as its text.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a wait without end is noticed.
    thread::spawn(move || {
        let good = turns::block_on(offload(|| 42));
        let bad = turns::block_on(offload(|| -> u32 { panic!("the disk is full") }));
        // Nobody listens any more if it took too long.
        let _ = say.send((good, bad));
    });
    let Ok((good, bad)) = said.recv_timeout(Duration::from_secs(3)) else {
        panic!("the job panicked, nobody filled its place, and its future waits for ever")
    };
    assert_eq!(good, Ok(42), "a job that does not panic gives its value");
    assert_eq!(bad, Err("the disk is full".to_owned()), "a panic is given as its text");
}
