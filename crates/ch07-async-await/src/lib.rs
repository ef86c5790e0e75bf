//! Chapter 7: what do the two keywords compile to?

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod lazy;

pub mod block_on;

pub mod state_machine;

pub mod a_wrong_future;

pub mod future_size;

pub mod pin;

pub mod ready_does_not_yield;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch07-async-await": "What do the two keywords compile to?";
    lazy [python runtimes] "a call that runs nothing";
    block_on [plain] "one future driven to its end on this thread";
    state_machine [plain] "an async fn, and its state machine written by hand";
    a_wrong_future [plain] "futures that hang or never rest, each caught by a check";
    future_size [plain] "what is held across an await makes the future large";
    pin [plain] "why a future that borrows from itself must not move";
    ready_does_not_yield [python runtimes] "an await on something ready gives nobody a turn";
};
