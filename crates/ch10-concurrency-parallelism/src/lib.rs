//! Chapter 10: dealing with many, doing many.
//!
//! Concurrency is a property of a program, parallelism one of a run. What decides between them is
//! who drives a coroutine: a task is driven by its loop, a future by whoever polls it. Here this is
//! seen on every runtime: two that meet or do not, three waited for together of which one fails, a
//! set that starves while nobody polls it, and bounds that hold.
//!
//! Each module is one program. Read `original.py` first, then one `on_*.rs`, then the difference
//! between two of them. (async-std is discontinued; it is here because programs that use it are
//! still met.)

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod classroom;

pub mod overlap;

pub mod gather;

pub mod as_completed;

pub mod not_polled;

pub mod back_pressure;

pub mod data_parallel;

pub mod s1_join;

pub mod s2_only_the_woken;

pub mod s3_scope_that_borrows;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch10-concurrency-parallelism": "Dealing with many, doing many";
    classroom [python runtimes] "four pupils and one teacher, then two: who is taught at once";
    overlap [python runtimes] "six ways to run two coroutines, and in which of them they meet";
    gather [python runtimes] "three waited for together, and the second fails: what becomes of the others";
    as_completed [python runtimes] "answers in the order in which they come; the first is enough";
    not_polled [python runtimes] "while the body of the loop awaits: who drives the other download";
    back_pressure [python runtimes] "a thousand messages and 99 jobs: where they wait";
    data_parallel [python runtimes] "primes counted by one, by two at once, and awaited";
    s1_join [plain] "one future waits for many: it polls all of them each time";
    s2_only_the_woken [plain] "a waker for each child: only those who were woken are polled";
    s3_scope_that_borrows [plain] "children that borrow from their parent, and end before it";
    [exercises]
    e1_predict "predict the order of two joined futures and a task";
    e2_keep_order "ask for all at once, and give the answers in the order asked";
    e3_not_polled "let the other download go on while one is saved";
    e4_bound_it "bound the jobs that are there, not only those at work";
    e5_try_join_group "return the first error when no other task is left";
};
