//! Chapter 4: how can a function pause?
//!
//! A function that stops in the middle, gives a value out, and goes on from there when somebody asks
//! for the next one. Python has a keyword for it. Stable Rust has none, but it has all the parts:
//! here they are put together, in a [`Generator`] without `unsafe`.
//!
//! Each module is one program. Read `original.py` first, where there is one.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod used_up;

pub mod countdown;

pub mod averager;

pub mod generator_from_async;

pub mod delegate;

pub mod close_and_throw;

pub mod pipeline;

pub mod what_yield_makes;

pub mod nightly;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

pub use generator_from_async::{CoroutineResult, Generator, Yielder};

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch04-generator": "How can a function pause?";
    used_up [python plain] "a shop adds up its prices, and then they're gone";
    countdown [python plain] "a function that pauses, and when each of its lines runs";
    averager [python plain] "numbers are sent in, and the average so far comes out";
    generator_from_async [plain] "a generator on stable Rust, without unsafe";
    delegate [python plain] "a generator that leaves a part of its work to another";
    close_and_throw [python plain] "how a paused function is stopped, and what it still does";
    pipeline [python plain] "three lazy stages over a file, and how much of it is in memory";
    what_yield_makes [python plain] "four definitions, and what each of them makes";
    nightly [plain nightly] "four functions that pause, and how Rust may spell them one day";
    [exercises]
    e1_predict "predict what a generator says, and when";
    e2_state_machine "write a generator as an iterator: run-length encoding";
    e3_first_value "find the number that gets lost at the beginning";
    e4_delegate "write what `yield from` does";
    e5_retry "hand out the same item again until it's taken";
};
