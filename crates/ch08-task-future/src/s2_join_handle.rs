//! Stage 2: a handle, through which the result is had: by asking, or by awaiting it.
//!
//! Run it: `cargo listing s2_join_handle`.

use std::cell::RefCell; // New!
use std::collections::{HashMap, VecDeque};
use std::fmt; // New!
use std::mem; // New!
use std::pin::Pin;
use std::rc::Rc; // New!
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
    /// Keeps a coroutine and makes it ready for its first turn.
    /// The handle is for its result. // New!
    pub fn create_task<T: 'static>(
        &mut self,
        coroutine: impl Future<Output = T> + 'static,
    ) -> JoinHandle<T> {
        let handle = JoinHandle::new(); // New!
        let join = handle.join.clone(); // New!
        let task = async move { finish(&join, coroutine.await) }; // New!
        self.numbers += 1;
        self.tasks.insert(self.numbers, Box::pin(task)); // New!
        self.queue.push(self.numbers);
        handle // New!
    }

    /// Gives turns until this coroutine has ended, and gives its result. // New!
    pub fn run_until_complete<T: 'static>(
        &mut self,
        coroutine: impl Future<Output = T> + 'static,
    ) -> T {
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
}

// New! From here to the end.
/// The place for the result, and who waits for it.
struct Join<T> {
    stage: Stage<T>,
    joiner: Option<Waker>,
}

enum Stage<T> {
    Pending,
    Finished(T),
    /// The result went to the one who awaited it.
    Taken,
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
}

impl<T> JoinHandle<T> {
    fn new() -> JoinHandle<T> {
        JoinHandle { join: Rc::new(RefCell::new(Join { stage: Stage::Pending, joiner: None })) }
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

impl<T: fmt::Debug> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.join.borrow().stage {
            Stage::Pending => write!(f, "<Task pending>"),
            Stage::Finished(result) => write!(f, "<Task finished result={result:?}>"),
            Stage::Taken => write!(f, "<Task finished>"),
        }
    }
}

async fn do_some_work(x: u32) -> String {
    println!("Waiting {x}");
    format!("Done after {x}s")
}

async fn nothing() {}

pub fn main() {
    let mut event_loop = EventLoop::default();
    let task = event_loop.create_task(do_some_work(2));
    println!("{task:?}");
    // The task is ahead of the root in the queue, so it has ended when the root has.
    event_loop.run_until_complete(nothing());
    println!("{task:?}");
    // And this awaits it from inside the loop.
    let length = event_loop.run_until_complete(async { task.await.len() });
    println!("its result has {length} letters");
}
