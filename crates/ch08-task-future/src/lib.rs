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

pub mod result;

pub mod done_callback;

pub mod is_a_future;

pub mod dropped_handle;

pub mod panics;

pub mod a_future_by_hand;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::Chapter {
    name: "ch08-task-future",
    question: "What does a task add to a future?",
    listings: &[
        catalog::Listing {
            name: "first_task",
            summary: "a task printed pending, run, and printed finished",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, first_task::on_tokio),
                catalog::variant!(AsyncStd, first_task::on_async_std),
                catalog::variant!(Smol, first_task::on_smol),
            ],
        },
        catalog::Listing {
            name: "result",
            summary: "the finished task hands out its value, also too early and after a failure",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, result::on_tokio),
                catalog::variant!(AsyncStd, result::on_async_std),
                catalog::variant!(Smol, result::on_smol),
            ],
        },
        catalog::Listing {
            name: "done_callback",
            summary: "a callback when the task ends",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, done_callback::on_tokio),
                catalog::variant!(AsyncStd, done_callback::on_async_std),
                catalog::variant!(Smol, done_callback::on_smol),
            ],
        },
        catalog::Listing {
            name: "is_a_future",
            summary: "a task is a future, asserted at run time and at compile time",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, is_a_future::on_tokio),
                catalog::variant!(AsyncStd, is_a_future::on_async_std),
                catalog::variant!(Smol, is_a_future::on_smol),
            ],
        },
        catalog::Listing {
            name: "dropped_handle",
            summary: "what becomes of a task without a handle",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, dropped_handle::on_tokio),
                catalog::variant!(AsyncStd, dropped_handle::on_async_std),
                catalog::variant!(Smol, dropped_handle::on_smol),
            ],
        },
        catalog::Listing {
            name: "panics",
            summary: "a task that fails, and its neighbour",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, panics::on_tokio),
                catalog::variant!(AsyncStd, panics::on_async_std),
                catalog::variant!(Smol, panics::on_smol),
            ],
        },
        catalog::Listing {
            name: "a_future_by_hand",
            summary: "asyncio's Future beside a oneshot channel",
            variants: &[
                catalog::variant!(Python),
                catalog::variant!(Tokio, a_future_by_hand::on_tokio),
                catalog::variant!(AsyncStd, a_future_by_hand::on_async_std),
                catalog::variant!(Smol, a_future_by_hand::on_smol),
            ],
        },
    ],
};
