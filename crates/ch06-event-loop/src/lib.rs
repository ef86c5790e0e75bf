//! Chapter 6: who calls the coroutine back?
//!
//! A coroutine that has paused cannot go on by itself: somebody must call it, and must know when.
//! That somebody is a loop. Here it is built in five stages, each a whole program that runs: a
//! queue of functions, then timers, sockets, coroutines, and messages from other threads. The words
//! are those of `turns`, which is the same loop made fit for use.
//!
//! Read `original.py` of a stage first: it uses asyncio's loop. Then read `plain.rs`, which builds
//! the loop. On the page a stage shows only what it adds to the one before.

// `unsafe` stands where a socket is given to the poller: in `call_when_readable` of the stages, and in
// `level_and_edge`. Each has its reason beside it.
#![deny(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]
#![allow(clippy::new_without_default, reason = "a stage has no more than it needs")]

pub mod ten_downloads;

pub mod three_ways;

pub mod s1_callbacks;

pub mod s2_timers;

pub mod s3_sockets;

pub mod s4_generators;

pub mod s5_wake;

pub mod echo;

pub mod no_loop;

pub mod level_and_edge;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch06-event-loop": "Who calls the coroutine back?";
    ten_downloads [python runtimes] "ten waits at once, longer than the program";
    three_ways [python runtimes] "one coroutine run by hand, by block_on, and as a task";
    s1_callbacks [python plain] "stage 1: a queue of functions, and a loop that calls them";
    s2_timers [python plain] "stage 2: functions called later, and a loop that sleeps until then";
    s3_sockets [python plain] "stage 3: the kernel says which sockets are ready";
    s4_generators [python plain] "stage 4: coroutines, and the callback that calls them back";
    s5_wake [python plain] "stage 5: another thread wakes the loop";
    echo [python runtimes] "a server that serves two clients side by side";
    no_loop [python tokio] "what happens where no loop runs";
    level_and_edge [plain] "when the kernel says that a socket is readable";
    [exercises]
    e1_predict "predict in which order the loop calls";
    e2_cancel_a_timer "write `call_at` and `cancel` for timers";
    e3_nothing_left "end the loop when nothing is left to happen";
    e4_fairness "let no callback starve the sockets";
    e5_on_a_thread "run work on a thread, and go on at home";
};
