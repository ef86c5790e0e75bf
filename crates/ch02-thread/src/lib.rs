//! Chapter 2: what does the scheduler schedule?
//!
//! The threads. Each has its own place in the program and its own stack, and the kernel gives it a
//! core and takes it away again, whether it asks for that or not. Here threads are started, fail,
//! share a counter, lose an update, are stopped by force, share work, and are refused.
//!
//! Each module is one program. Read `original.py` first, where there is one.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod lost_error;

pub mod spawn_join;

#[cfg(target_os = "linux")]
pub mod who_runs_me;

pub mod shared_counter;

pub mod until_lost;

pub mod scoped;

pub mod channel;

#[cfg(target_os = "linux")]
pub mod preempted;

pub mod pool1_queue;

pub mod pool2_answers;

pub mod pool3_panics;

pub mod pool_library;

#[cfg(target_os = "linux")]
pub mod too_many;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch02-thread": "What does the scheduler schedule?";
    lost_error [python plain] "three threads read a price each, and one can't: who notices";
    spawn_join [python plain] "what comes back from a thread: a value, or an error";
    who_runs_me [python plain linux] "two threads ask the kernel who they are and where they run";
    shared_counter [python plain] "two threads add one to a counter, and it says 1";
    until_lost [python plain] "four threads add to a counter until an update is lost";
    scoped [plain] "two threads borrow what main owns";
    channel [python plain] "two workers, a queue of jobs and one of results";
    preempted [python plain linux] "two threads on one core, and one never waits";
    pool1_queue [python plain] "stage 1: a queue, a lock, and a way to wait";
    pool2_answers [plain] "stage 2: a job gives an answer, or kills its worker";
    pool3_panics [plain] "stage 3: a failure stays in its job, and the pool ends by itself";
    pool_library [python plain] "the same with a library";
    too_many [python plain linux] "threads are started until the system refuses one";
    [exercises]
    e1_predict "predict what three counters say";
    e2_sum_scoped "sum a slice on four threads that borrow it";
    e3_wait_properly "sleep and be woken, in place of looking again and again";
    e4_survive "keep a worker alive when its job panics";
    e5_refused "go on when the system refuses a thread";
};
