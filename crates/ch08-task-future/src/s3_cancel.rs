//! Stage 3: a task can be cancelled, and a panic in its turn ends the task and nothing else.
//!
//! Run it: `cargo listing s3_cancel`.

use std::any::Any; // New!
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::future::poll_fn; // New!
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind}; // New!
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// Who is ready, by number. Wakers put them in, from any thread.
#[derive(Default)]
struct Queue {
    ready: Mutex<VecDeque<usize>>,
    rung: Condvar,
}

impl Queue {
    fn push(&self, number: usize) {
        self.ready.lock().unwrap().push_back(number);
        self.rung.notify_one();
    }

    /// The first; sleeps as long as there is none.
    fn next(&self) -> usize {
        let mut ready = self.ready.lock().unwrap();
        loop {
            if let Some(number) = ready.pop_front() {
                return number;
            }
            ready = self.rung.wait(ready).unwrap();
        }
    }
}

/// The right to wake one task.
struct Ticket {
    number: usize,
    queue: Arc<Queue>,
}

impl Wake for Ticket {
    fn wake(self: Arc<Self>) {
        self.queue.push(self.number);
    }
}

// New!
/// What the loop drives.
type Coroutine<T> = Pin<Box<dyn Future<Output = T>>>;

/// A loop that keeps tasks and gives each its turns.
#[derive(Default)]
pub struct EventLoop {
    tasks: HashMap<usize, (Waker, Coroutine<()>)>, // New!
    queue: Arc<Queue>,
    numbers: usize,
}

impl EventLoop {
    /// Keeps a coroutine and makes it ready for its first turn.
    /// The handle is for its result, or for the reason why there is none. // New!
    pub fn create_task<T: 'static>(
        &mut self,
        coroutine: impl Future<Output = T> + 'static,
    ) -> JoinHandle<Result<T, JoinError>> {
        self.numbers += 1;
        let ticket = Ticket { number: self.numbers, queue: self.queue.clone() }; // New!
        let waker = Waker::from(Arc::new(ticket)); // New!
        let join = Rc::new(RefCell::new(Join { stage: Stage::Pending, joiner: None })); // New!
        let task = guard(join.clone(), Box::pin(coroutine)); // New!
        self.tasks.insert(self.numbers, (waker.clone(), Box::pin(task))); // New!
        self.queue.push(self.numbers);
        JoinHandle { join, task: waker } // New!
    }

    /// Gives turns until this coroutine has ended, and gives its result or the reason. // New!
    pub fn run_until_complete<T: 'static>(
        &mut self,
        coroutine: impl Future<Output = T> + 'static,
    ) -> Result<T, JoinError> {
        let root = self.create_task(coroutine);
        loop {
            if let Some(result) = root.take() {
                return result;
            }
            let number = self.queue.next();
            self.turn(number);
        }
    }

    /// Drives a task to its next pause.
    fn turn(&mut self, number: usize) {
        // Woken once more after its end: nobody is there.
        // New! The task keeps its waker.
        let Some((waker, task)) = self.tasks.get_mut(&number) else { return };
        if task.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
            self.tasks.remove(&number);
        }
    }
}

// New!
/// Why there is no result.
#[derive(Debug)]
pub enum JoinError {
    Cancelled,
    Panicked(Box<dyn Any + Send>),
}

/// The place for the result, and who waits for it.
struct Join<T> {
    stage: Stage<T>,
    joiner: Option<Waker>,
}

enum Stage<T> {
    Pending,
    Cancelling, // New!
    Finished(T),
    /// The result went to the one who awaited it.
    Taken,
}

// New!
/// Drives a coroutine to its end: to its result, to a panic, or to the turn after `cancel`.
async fn guard<T>(join: Rc<RefCell<Join<Result<T, JoinError>>>>, mut coroutine: Coroutine<T>) {
    let result = poll_fn(|context| {
        if matches!(join.borrow().stage, Stage::Cancelling) {
            return Poll::Ready(Err(JoinError::Cancelled));
        }
        // `AssertUnwindSafe`: the coroutine is dropped below; what it shares may be left half done.
        match catch_unwind(AssertUnwindSafe(|| coroutine.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(JoinError::Panicked(panic))),
        }
    })
    .await;
    // What the coroutine held is dropped before anybody hears of the end.
    drop(coroutine);
    finish(&join, result);
}

/// The task's side: puts the result there and wakes the one who waits, if there is one.
fn finish<T>(join: &RefCell<Join<T>>, result: T) {
    join.borrow_mut().stage = Stage::Finished(result);
    let joiner = join.borrow_mut().joiner.take();
    if let Some(joiner) = joiner {
        joiner.wake();
    }
}

/// A task, seen from outside. The loop keeps the task; this keeps the place for its result.
pub struct JoinHandle<T> {
    join: Rc<RefCell<Join<T>>>,
    task: Waker, // New!
}

impl<T> JoinHandle<T> {
    // New!
    /// Asks the task to end: it goes into the queue for its last turn.
    pub fn cancel(&self) {
        let stage = &mut self.join.borrow_mut().stage;
        if matches!(stage, Stage::Pending) {
            *stage = Stage::Cancelling;
            self.task.wake_by_ref();
        }
    }

    /// Moves the result out, if it is there.
    fn take(&self) -> Option<T> {
        let stage = &mut self.join.borrow_mut().stage;
        match mem::replace(stage, Stage::Taken) {
            Stage::Finished(result) => Some(result),
            other => {
                *stage = other;
                None
            }
        }
    }
}

/// To await the handle is to wait for the task's end and take the result.
impl<T> Future for JoinHandle<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<T> {
        if let Some(result) = self.take() {
            return Poll::Ready(result);
        }
        self.join.borrow_mut().joiner = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Says when it is dropped.
struct Held;

impl Drop for Held {
    fn drop(&mut self) {
        println!("what the task held is dropped");
    }
}

async fn wait_for_ever(_held: Held) {
    println!("a task waits");
    std::future::pending().await
}

async fn fail() {
    panic!("the disk is full")
}

pub fn main() {
    let mut event_loop = EventLoop::default();
    let waiting = event_loop.create_task(wait_for_ever(Held));
    let failing = event_loop.create_task(fail());
    let show = async move {
        println!("a failure: {}", matches!(failing.await, Err(JoinError::Panicked(_))));
        waiting.cancel();
        println!("cancelled: {}", matches!(waiting.await, Err(JoinError::Cancelled)));
    };
    event_loop.run_until_complete(show).unwrap();
}
