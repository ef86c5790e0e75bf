//! Stage 1: a task is a future that a loop keeps, and a waker that puts it into the queue.
//!
//! Run it: `cargo listing s1_task`.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use futures::channel::oneshot;

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
    pub fn create_task(&mut self, coroutine: impl Future<Output = ()> + 'static) {
        self.numbers += 1;
        self.tasks.insert(self.numbers, Box::pin(coroutine));
        self.queue.push(self.numbers);
    }

    /// Gives turns until every task has ended.
    pub fn run(&mut self) {
        while !self.tasks.is_empty() {
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

/// Gives the turn back once.
async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn count(name: &str) {
    for number in 1..=2 {
        println!("{name} counts {number}");
        yield_now().await;
    }
}

async fn wait_for(message: oneshot::Receiver<&str>) {
    println!("and one hears: {}", message.await.unwrap());
}

pub fn main() {
    let (sender, message) = oneshot::channel();
    let mut event_loop = EventLoop::default();
    event_loop.create_task(count("one"));
    event_loop.create_task(count("another"));
    event_loop.create_task(wait_for(message));
    let (go, wait) = std::sync::mpsc::channel();
    event_loop.create_task(async move { go.send(()).unwrap() });
    // The thread speaks after the last task's first turn, and may find the loop asleep.
    let thread = thread::spawn(move || {
        wait.recv().unwrap();
        sender.send("hello from a thread").unwrap();
    });
    event_loop.run();
    thread.join().unwrap();
}
