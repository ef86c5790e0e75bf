//! Stage 1: a queue, a lock, and a way to wait. Three workers do twelve jobs.

use std::collections::VecDeque;
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread::{self, JoinHandle};

const WORKERS: usize = 3;
type Job = Box<dyn FnOnce() + Send>;
static SQUARES: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static THREE: Barrier = Barrier::new(WORKERS);

pub fn main() {
    let pool = Pool::new();
    for number in 1..=12 {
        pool.submit(Box::new(move || square(number)));
    }
    pool.close();
    let mut squares = SQUARES.lock().unwrap();
    squares.sort();
    println!("done, three at a time: {squares:?}");
}

fn square(number: u32) {
    THREE.wait(); // three workers must be here at once
    SQUARES.lock().unwrap().push(number * number);
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

    fn submit(&self, job: Job) {
        self.shared.state.lock().unwrap().queue.push_back(job);
        self.shared.changed.notify_one();
    }

    fn close(self) {
        self.shared.state.lock().unwrap().is_closed = true;
        self.shared.changed.notify_all();
        for worker in self.workers {
            worker.join().unwrap();
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some(job) = self.next_job() {
            job();
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
