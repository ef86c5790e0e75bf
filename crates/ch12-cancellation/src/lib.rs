//! Chapter 12: stopping.
//!
//! To stop a coroutine in Rust is to drop it. What that loses, what it leaves behind, and what to do
//! where something has to be finished first.
//!
//! Each module is one program. [`smol_timeout`] is what smol lacks for them.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod lost_in_select;

pub mod keep_the_future;

pub mod drop_is_cancel;

pub mod timeout;

pub mod half_a_line;

pub mod futurelock;

pub mod scope;

pub mod stop_by_word;

pub mod graceful_shutdown;

pub mod clean_up;

pub mod smol_timeout;

pub mod s1_race;

pub mod s2_timeout;

pub mod s3_stop;

pub mod s4_group;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch12-cancellation": "Stopping";
    lost_in_select [python runtimes] "a message that a time limit loses";
    keep_the_future [python runtimes] "the same limit, and the future is kept";
    drop_is_cancel [python runtimes] "stopped in three ways: which lines still run";
    timeout [python runtimes] "what a time limit stops, and what it does not";
    half_a_line [python runtimes] "half a line that a time limit loses";
    futurelock [python runtimes] "a future that is first in a lock's queue, and is not polled";
    scope [python runtimes] "one of three fails: when are the others over?";
    stop_by_word [python runtimes] "workers that are asked to stop, and workers that are dropped";
    graceful_shutdown [python tokio unix] "a server that is told to stop: once, twice, and idle";
    clean_up [python runtimes] "who says goodbye when a session is stopped";
    s1_race [plain] "two futures race, and the loser is dropped";
    s2_timeout [plain] "a race against a timer";
    s3_stop [plain] "one stop for many, and a list of wakers";
    s4_group [plain] "tasks that end together";
    [exercises]
    e1_predict "predict what is dropped when a coroutine is stopped";
    e2_do_not_lose "let a time limit lose nothing";
    e3_frame "read frames, and lose no byte";
    e4_two_words "finish when told once, end when told twice";
    e5_group "tasks of smol that end together";
};
