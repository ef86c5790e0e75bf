//! Chapter 8: what does a task add to a future?
//!
//! A coroutine alone is inert: somebody must poll it to its end. A task is a coroutine that a
//! runtime has taken over, so that it runs on its own turn; what the caller gets back is a handle,
//! which tells the state, waits for the end and hands out the result. Python and Rust share that
//! idea and differ in the names: a Rust `Future` is Python's coroutine object, a Rust task with its
//! handle is `asyncio.Task`, and `asyncio.Future` is what Rust calls a oneshot channel.
//!
//! Each module is one program, written in Python and for four runtimes: read `original.py` first,
//! then one `on_*.rs`, then the difference between two of them. (async-std is discontinued; it is
//! here because programs that use it are still met.)

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod first_task;

pub mod result;

pub mod done_callback;

pub mod is_a_future;

pub mod dropped_handle;

pub mod panics;

pub mod a_future_by_hand;

pub mod exercises;
pub mod solutions;

/// The chapter's listings and exercises, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch08-task-future": "What does a task add to a future?";
    first_task [python runtimes] "a task printed pending, run, and printed finished";
    result [python runtimes] "the finished task hands out its value, also too early and after a failure";
    done_callback [python runtimes] "a callback when the task ends";
    is_a_future [python runtimes] "a task is a future, asserted at run time and at compile time";
    dropped_handle [python runtimes] "what becomes of a task without a handle";
    panics [python runtimes] "a task that fails, and its neighbour";
    a_future_by_hand [python runtimes] "asyncio's Future beside a oneshot channel";
    [exercises]
    e1_predict "predict what runs when: a task, a coroutine, a dropped one";
    e2_keep_the_handles "mend a server on smol that serves nobody";
    e3_cancel "write `cancel` for the hand-made task";
    e4_join_handle "write the future behind `handle.await`, with its waker";
    e5_stop "stop a task, and lose neither its result nor its panic";
};
