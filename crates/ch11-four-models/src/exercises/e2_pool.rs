//! A hundred jobs, and a thread is started for each: with many short jobs, starting threads takes
//! longer than the jobs. Start only as many as there should be, and let each do one job after the
//! other.
//!
//! # Hint
//!
//! To give each thread a quarter of the jobs in advance is not enough: what if the first job takes
//! as long as all others together? Where could a thread find its next job when it is free?

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// Does all jobs on so many threads, and returns when they are done.
fn run_all(jobs: Vec<Job>, _threads: usize) {
    thread::scope(|scope| {
        for job in jobs {
            // Your turn: a thread for each job is too much.
            scope.spawn(job);
        }
    });
}

// The test: the same for the solution.

/// Four threads do a hundred jobs, although one job takes as long as all others together.
pub fn test() {
    let shared = Arc::new((Mutex::new(Done::default()), Condvar::new()));
    let jobs = (0..JOBS).map(|number| -> Job {
        let shared = Arc::clone(&shared);
        Box::new(move || do_job(number, &shared))
    });
    run_all(jobs.collect(), THREADS);
    let done = shared.0.lock().expect("no job panics");
    assert_eq!(done.count, JOBS, "so many of the hundred jobs have been done");
    assert!(done.first_was_last, "a thread that had nothing to do left jobs to a busy one");
    assert_eq!(done.threads.len(), THREADS, "so many threads were started for the jobs");
}

const JOBS: usize = 100;
const THREADS: usize = 4;

#[derive(Default)]
struct Done {
    count: usize,
    threads: HashSet<ThreadId>,
    first_was_last: bool,
}

/// The first job ends when all others are done, or after a few seconds.
/// The next three wait until each has a thread.
fn do_job(number: usize, shared: &(Mutex<Done>, Condvar)) {
    let limit = Duration::from_secs(5);
    let (done, changed) = shared;
    let mut done = done.lock().expect("no job panics");
    done.threads.insert(thread::current().id());
    changed.notify_all();
    if number < THREADS {
        let too_few = |done: &mut Done| done.threads.len() < THREADS;
        done = changed.wait_timeout_while(done, limit, too_few).expect("no job panics").0;
    }
    if number == 0 {
        let too_few = |done: &mut Done| done.count < JOBS - 1;
        done = changed.wait_timeout_while(done, limit, too_few).expect("no job panics").0;
        done.first_was_last = done.count == JOBS - 1;
    }
    done.count += 1;
    changed.notify_all();
}
