//! A worker takes jobs from a channel and does them, one after another. When a job panics, the worker
//! panics with it, and the jobs behind are never done. Keep the worker alive, and count the failures.
//!
//! # Hint
//!
//! `std::panic::catch_unwind` calls a function and returns `Err` if it panics. It wants a promise that
//! nobody will see what the function left half done: `AssertUnwindSafe(job)` gives it.

use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

// Your turn: where does a panic in a job come out, and who is there to catch it?
/// Does jobs until there can be no more, and says how many have failed.
pub fn work(jobs: Receiver<Job>) -> usize {
    let failed = 0;
    for job in jobs {
        job();
    }
    failed
}

// The test: the same for the solution.

/// Eleven jobs, of which the third and the seventh panic: nine answers, and two failures.
pub fn test() {
    let (give, jobs) = channel::<Job>();
    let (say, said) = channel();
    let worker = thread::spawn(move || work(jobs));
    for number in 1..=11_u32 {
        let say = say.clone();
        let job = move || {
            assert!(number != 3 && number != 7, "job {number} fails, as it should");
            let _ = say.send(number);
        };
        // There may be no worker any more.
        let _ = give.send(Box::new(job));
    }
    drop((give, say));
    let mut done = Vec::new();
    while let Ok(number) = said.recv_timeout(Duration::from_secs(5)) {
        done.push(number);
    }
    assert_eq!(done, [1, 2, 4, 5, 6, 8, 9, 10, 11], "every job that can be done is done");
    let failed = worker.join().expect("the worker itself does not panic");
    assert_eq!(failed, 2, "so many jobs have failed");
}
