//! Stage 3: a failure stays in its job, and dropping the pool ends its workers.
//!
//! Run it: `cargo listing pool3_panics`.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const WORKERS: usize = 3;
type Job = Box<dyn FnOnce() + Send>;

pub fn main() {
    let pool = Pool::new();
    let answers = [1, 2, 3, 4].map(|number| pool.submit(move || square(number)));
    for (number, answer) in (1..).zip(answers) {
        match answer.recv_timeout(Duration::from_secs(3)) {
            Ok(square) => println!("job {number}: {square}"),
            Err(RecvTimeoutError::Disconnected) => println!("job {number}: failed"),
            Err(RecvTimeoutError::Timeout) => println!("job {number}: nobody answers"),
        }
    }
}

fn square(number: u32) -> u32 {
    assert!(number > 3, "this job cannot be done");
    number * number
}

struct Pool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

/// What the pool and its workers share.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    queue: VecDeque<Job>,
    is_closed: bool,
}

impl Pool {
    fn new() -> Pool {
        let state = Mutex::new(State { queue: VecDeque::new(), is_closed: false });
        let shared = Arc::new(Shared { state, changed: Condvar::new() });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let workers = (0..WORKERS).map(start).collect();
        Pool { shared, workers }
    }

    fn submit<T: Send + 'static>(
        &self,
        function: impl FnOnce() -> T + Send + 'static,
    ) -> Receiver<T> {
        let (answer, receiver) = mpsc::channel();
        let job = Box::new(move || {
            let value = function();
            // Perhaps nobody wants the answer any more.
            let _ = answer.send(value);
        });
        self.shared.state.lock().unwrap().queue.push_back(job);
        self.shared.changed.notify_one();
        receiver
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap().is_closed = true;
        self.shared.changed.notify_all();
        for worker in self.workers.drain(..) {
            // No panic here: while another one is on its way, it would end the program.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some(job) = self.next_job() {
            // Whoever waits for the answer learns of a panic by the end of the channel.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    }

    fn next_job(&self) -> Option<Job> {
        let mut state = self.state.lock().unwrap();
        while state.queue.is_empty() {
            if state.is_closed {
                return None;
            }
            state = self.changed.wait(state).unwrap();
        }
        state.queue.pop_front()
    }
}
