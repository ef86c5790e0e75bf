//! `catch_unwind` ends the panic at this place: the stack above is unwound, what stood there is dropped,
//! and the worker goes on with the next job. The promise is an honest one, because a job is used up by
//! its call, and the worker keeps nothing that the job could have left half done. Two panics are not held
//! here: a program built with `panic = "abort"` ends at once; and what a job panicked with is dropped by
//! the worker, so if [that drop panics](https://doc.rust-lang.org/std/panic/fn.catch_unwind.html#notes),
//! the worker is gone after all.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// Does jobs until there can be no more, and says how many have failed.
pub fn work(jobs: Receiver<Job>) -> usize {
    let mut failed = 0;
    for job in jobs {
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            failed += 1;
        }
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
