//! Chapter 9: what happens if a coroutine blocks?
//!
//! A loop gives out turns, and has to wait for each to be given back. A coroutine that sleeps,
//! reads a file or computes in its turn keeps it: then nothing else on that thread runs, whatever
//! the machine has free. Here this is seen on every runtime, and each runtime's way out of it.
//!
//! Each module is one program. Read `original.py` first, then one `on_*.rs`, then the difference
//! between two of them. (async-std is discontinued; it is here because programs that use it are
//! still met.)

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod blocked_loop;

pub mod lost_worker;

pub mod offload;

pub mod cpu_hog;

pub mod budget;

pub mod lock_across_await;

pub mod watchdog;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

pub mod s1_a_thread_each;

pub mod s2_a_pool;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch09-blocking": "What happens if a coroutine blocks?";
    blocked_loop [python runtimes] "one coroutine waits, another blocks: who has a turn meanwhile";
    lost_worker [plain] "what a second worker thread changes, and what not";
    offload [python runtimes] "a blocking call, given to a thread";
    cpu_hog [python runtimes] "a coroutine that computes, and one that yields";
    budget [plain] "tokio's budget: even what is ready has to yield now and then";
    lock_across_await [python runtimes] "a lock for threads held while a coroutine waits";
    watchdog [python turns] "who keeps its turn: asked of the loop, and watched from a thread";
    s1_a_thread_each [plain] "a blocking call becomes a future: a thread each, and one waker";
    s2_a_pool [plain] "few threads for many calls, and a panic stays in its job";
    [exercises]
    e1_predict "predict who speaks when one task blocks";
    e2_give_it_away "call what blocks, and let the neighbours go on";
    e3_polite "compute, and let the neighbours have their turns";
    e4_lock_for_a_moment "mend a lock that is held across an await";
    e5_a_job_that_panics "tell the waiter that the job has panicked";
};
