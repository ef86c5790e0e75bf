//! A loop for many futures: each has a number, and its waker puts that number into a queue.
//!
//! Run it: `cargo listing many_futures`.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::thread;

use futures::channel::oneshot;

/// Futures, each under its number, and the numbers of those that are to be polled.
pub struct EventLoop {
    tasks: HashMap<usize, Pin<Box<dyn Future<Output = ()>>>>,
    ready: mpsc::Receiver<usize>,
    queue: mpsc::Sender<usize>,
}

/// Whom to wake, and the queue for that.
struct TaskWaker {
    number: usize,
    queue: mpsc::Sender<usize>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        // An error says that the loop is gone. Then there is nobody to wake.
        let _ = self.queue.send(self.number);
    }
}

impl EventLoop {
    pub fn new() -> Self {
        let (queue, ready) = mpsc::channel();
        EventLoop { tasks: HashMap::new(), ready, queue }
    }

    /// Keeps a future, and lets it be polled soon.
    pub fn create_task(&mut self, future: impl Future<Output = ()> + 'static) {
        let number = self.tasks.len();
        self.tasks.insert(number, Box::pin(future));
        self.queue.send(number).expect("the loop holds the other end");
    }

    /// Polls whatever is ready, until every future has ended.
    pub fn run(&mut self) {
        while !self.tasks.is_empty() {
            // Is nobody ready? Then the thread sleeps here, until a waker sends a number.
            let number = self.ready.recv().expect("the loop holds the other end");
            // Woken after its end: there is nothing left to poll.
            let Some(future) = self.tasks.get_mut(&number) else { continue };
            let waker = Waker::from(Arc::new(TaskWaker { number, queue: self.queue.clone() }));
            if future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                self.tasks.remove(&number);
            }
        }
    }
}

/// A page, and where the answer goes.
type Request = (&'static str, oneshot::Sender<String>);

async fn download(page: &'static str, server: mpsc::Sender<Request>) {
    let (sender, answer) = oneshot::channel();
    server.send((page, sender)).unwrap();
    println!("asked for {page}");
    println!("{}", answer.await.unwrap());
}

pub fn main() {
    let (server, requests) = mpsc::channel::<Request>();
    let mut event_loop = EventLoop::new();
    event_loop.create_task(download("index", server.clone()));
    event_loop.create_task(download("about", server));
    // A server on a thread: it waits until both have asked, and answers the last one first.
    let thread = thread::spawn(move || {
        let both: Vec<Request> = requests.iter().take(2).collect();
        for (page, sender) in both.into_iter().rev() {
            sender.send(format!("here is {page}")).unwrap();
        }
    });
    event_loop.run();
    thread.join().unwrap();
}
