//! Few threads for many blocking calls: a queue of jobs, and a panic stays in its job.
//!
//! Run it: `cargo listing s2_a_pool`.

use std::any::Any; // New!
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind}; // New!
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel}; // New!
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

type Job = Box<dyn FnOnce() + Send>; // New!
pub type Outcome<T> = Result<T, Box<dyn Any + Send>>; // New!

/// Threads that take jobs from one queue. They end when the pool is gone. // New!
pub struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    // New!
    pub fn new(threads: usize) -> Pool {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..threads {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work(&queue));
        }
        Pool { jobs }
    }

    /// Calls the function on a thread of the pool, as soon as one is free.
    pub fn offload<T: Send + 'static>(
        &self,
        function: impl FnOnce() -> T + Send + 'static,
    ) -> Offloaded<Outcome<T>> {
        let place = Arc::new(Mutex::new(Place::Empty));
        let theirs = Arc::clone(&place);
        // A panic ends the job, not the thread, and is what the job gives. // New!
        let job = move || fill(&theirs, catch_unwind(AssertUnwindSafe(function)));
        self.jobs.send(Box::new(job)).expect("a thread holds the queue as long as the pool lives");
        Offloaded { place }
    }
}

/// One thread of the pool: job after job, until nobody can send another. // New!
fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        // One thread waits for a job, the others for the lock. While it works, lock and queue are free.
        let job = queue.lock().unwrap().recv();
        match job {
            // The drop of a value that nobody wants any more may panic, too.
            Ok(job) => drop(catch_unwind(AssertUnwindSafe(job))),
            Err(_) => return,
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

/// Blocks until two threads are here.
fn meet(barrier: &Barrier) -> &'static str {
    barrier.wait();
    "met the other thread"
}

async fn show() {
    let pool = Pool::new(2); // New!
    let both = Arc::new(Barrier::new(2));
    let other = Arc::clone(&both);
    // Both threads are at work before the loop waits for either.
    let one = pool.offload(move || meet(&both));
    let two = pool.offload(move || meet(&other));
    // The queue keeps what no thread has time for, and a panic is an outcome. // New!
    let three = pool.offload(|| -> u32 { panic!("the disk is full") });
    let four = pool.offload(|| 4);
    println!("one {}", one.await.unwrap());
    println!("two {}", two.await.unwrap());
    println!("three panicked: {}", three.await.is_err());
    println!("{} was done afterwards", four.await.unwrap());
}

/// Any loop will do: the future needs nothing but a waker.
pub fn main() {
    turns::block_on(show());
}
