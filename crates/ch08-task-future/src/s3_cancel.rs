//! Stage 3: a task can be cancelled, and a panic ends the task and nothing else.
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

/// A loop that keeps tasks and gives each its turns.
#[derive(Default)]
pub struct EventLoop {
    tasks: HashMap<usize, Pin<Box<dyn Future<Output = ()>>>>,
    queue: Arc<Queue>,
    numbers: usize,
}

impl EventLoop {
    /// Keeps a coroutine and makes it ready for its first turn. The handle is for its result.
    pub fn create_task<T: 'static>(
        &mut self,
        coroutine: impl Future<Output = T> + 'static,
    ) -> JoinHandle<T> {
        self.numbers += 1;
        let waker = self.waker(self.numbers); // New!
        let handle = JoinHandle::new(waker);
        let task = guard(handle.join.clone(), Box::pin(coroutine)); // New!
        self.tasks.insert(self.numbers, Box::pin(task));
        self.queue.push(self.numbers);
        handle
    }

    /// Gives turns until this coroutine has ended, and gives its result.
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
        let Some(task) = self.tasks.get_mut(&number) else { return };
        let waker = Waker::from(Arc::new(Ticket { number, queue: self.queue.clone() }));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            self.tasks.remove(&number);
        }
    }

    // New!
    fn waker(&self, number: usize) -> Waker {
        Waker::from(Arc::new(Ticket { number, queue: self.queue.clone() }))
    }
}

// New!
/// Why there is no result.
#[derive(Debug)]
pub enum JoinError {
    Cancelled,
    Panicked(Box<dyn Any + Send>),
}

/// The place for the outcome, and who waits for it.
struct Join<T> {
    stage: Stage<T>,
    joiner: Option<Waker>,
}

enum Stage<T> {
    Pending,
    Cancelling, // New!
    Ended(Result<T, JoinError>),
    /// The outcome went to the one who awaited it.
    Taken,
}

// New!
/// Drives a coroutine to its end: to its result, to a panic, or to the turn after `cancel`.
async fn guard<T>(join: Rc<RefCell<Join<T>>>, coroutine: Pin<Box<dyn Future<Output = T>>>) {
    let mut coroutine = Some(coroutine);
    let outcome = poll_fn(|context| {
        let Some(inner) = &mut coroutine else { unreachable!("it is there until it has ended") };
        let outcome = if matches!(join.borrow().stage, Stage::Cancelling) {
            Err(JoinError::Cancelled)
        } else {
            match catch_unwind(AssertUnwindSafe(|| inner.as_mut().poll(context))) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(result)) => Ok(result),
                Err(panic) => Err(JoinError::Panicked(panic)),
            }
        };
        // What the coroutine held is dropped before anybody hears of the end.
        coroutine = None;
        Poll::Ready(outcome)
    })
    .await;
    finish(&join, outcome);
}

/// The task's side: puts the outcome there and wakes the one who waits, if there is one.
fn finish<T>(join: &RefCell<Join<T>>, outcome: Result<T, JoinError>) {
    join.borrow_mut().stage = Stage::Ended(outcome);
    let joiner = join.borrow_mut().joiner.take();
    if let Some(joiner) = joiner {
        joiner.wake();
    }
}

/// A task, seen from outside. The loop keeps the task; this keeps the place for its outcome.
pub struct JoinHandle<T> {
    join: Rc<RefCell<Join<T>>>,
    task: Waker, // New!
}

impl<T> JoinHandle<T> {
    fn new(task: Waker) -> JoinHandle<T> {
        let join = Join { stage: Stage::Pending, joiner: None };
        JoinHandle { join: Rc::new(RefCell::new(join)), task }
    }

    // New!
    /// Asks the task to end: its next turn, which comes at once, will be the last.
    pub fn cancel(&self) {
        let stage = &mut self.join.borrow_mut().stage;
        if matches!(stage, Stage::Pending) {
            *stage = Stage::Cancelling;
            self.task.wake_by_ref();
        }
    }

    /// Moves the outcome out, if it is there.
    fn take(&self) -> Option<Result<T, JoinError>> {
        let stage = &mut self.join.borrow_mut().stage;
        match mem::replace(stage, Stage::Taken) {
            Stage::Ended(outcome) => Some(outcome),
            other => {
                *stage = other;
                None
            }
        }
    }
}

/// To await the handle is to wait for the task's end and take the outcome.
impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<Self::Output> {
        if let Some(outcome) = self.take() {
            return Poll::Ready(outcome);
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

async fn show(waiting: JoinHandle<()>, failing: JoinHandle<()>) {
    println!("a failure: {}", matches!(failing.await, Err(JoinError::Panicked(_))));
    waiting.cancel();
    println!("cancelled: {}", matches!(waiting.await, Err(JoinError::Cancelled)));
}

pub fn main() {
    let mut event_loop = EventLoop::default();
    let waiting = event_loop.create_task(wait_for_ever(Held));
    let failing = event_loop.create_task(fail());
    event_loop.run_until_complete(show(waiting, failing)).unwrap();
}
