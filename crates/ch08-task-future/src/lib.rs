//! Chapter 8: what does a task add to a future?
//!
//! A coroutine alone is inert: somebody must poll it to its end. A task is a coroutine that a
//! runtime has taken over, so that it runs on its own turn; what the caller gets back is a handle,
//! which tells the state, waits for the end and hands out the result. Python and Rust share that
//! idea and differ in the names: a Rust `Future` is Python's coroutine object, a Rust task with its
//! handle is `asyncio.Task`, and `asyncio.Future` is what Rust calls a oneshot channel.
//!
//! Each module is one program, written in Python and for four runtimes: read `original.py` first,
//! then one `on_*.rs`, then the difference between two of them.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod first_task;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::Chapter {
    name: "ch08-task-future",
    question: "What does a task add to a future?",
    listings: &[catalog::Listing {
        name: "first_task",
        summary: "a task printed pending, run, and printed finished",
        variants: &[
            catalog::variant!(Python),
            catalog::variant!(Tokio, first_task::on_tokio),
            catalog::variant!(AsyncStd, first_task::on_async_std),
            catalog::variant!(Smol, first_task::on_smol),
        ],
    }],
};
