//! Chapter 7: what do the two keywords compile to?
//!
//! `async` makes of a function a value that has not begun: Python calls it a coroutine object, Rust
//! a future. `await` drives such a value from inside another, and hands its pauses up to whoever
//! drives that one. The outermost is driven by a loop, or by hand, as here. In Rust the value is a
//! state machine: an enum with a variant for each `.await`, polled through one method of std.
//!
//! Most programs of this chapter need no runtime, and nothing but std. Read them in the order
//! below: each needs only what comes before it.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]
#![allow(clippy::new_without_default, reason = "a listing has no more than it needs")]

pub mod lazy;

pub mod poll_by_hand;

pub mod what_await_does;

pub mod ready_does_not_yield;

pub mod forgotten_waker;

pub mod block_on;

pub mod a_wrong_future;

pub mod many_futures;

pub mod state_machine;

pub mod future_size;

pub mod pin;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch07-async-await": "What do the two keywords compile to?";
    lazy [python runtimes] "a call that runs nothing";
    poll_by_hand [python plain] "a coroutine driven with no loop at all";
    what_await_does [python plain] "an await, and the loop that it stands for";
    ready_does_not_yield [python runtimes] "an await on something ready gives nobody a turn";
    forgotten_waker [plain] "a future that hangs: it tells nobody whom to wake";
    block_on [plain] "one future driven to its end on this thread";
    a_wrong_future [plain] "futures that hang or never rest, each caught by a check";
    many_futures [plain] "a loop for many futures, each with a waker of its own";
    state_machine [plain] "an async fn, and its state machine written by hand";
    future_size [plain] "what is borrowed and in scope at an await makes the future large";
    pin [plain] "why a future that borrows from itself must not move";
    [exercises]
    e1_predict "predict what a program says that polls by hand";
    e2_lost_wake "mend a future that hangs once in a while";
    e3_yield_now "write `yield_now`";
    e4_join "write `join` of two futures";
    e5_shrink "shrink a future";
};
