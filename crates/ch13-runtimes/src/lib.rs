//! Chapter 13: choosing a runtime.
//!
//! What is bound to a runtime and what is not, what happens when two are mixed, what becomes of what
//! is left over, and which one to choose.
//!
//! Each module is one program. [`hyper_io`] is what hyper needs to run on those that are not tokio.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod mixed;

pub mod portable;

pub mod end_of_runtime;

pub mod migrate;

pub mod hyper_http;

pub mod hyper_io;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch13-runtimes": "Choosing a runtime";
    mixed [plain] "pieces of one runtime, used on another";
    portable [runtimes] "a conversation that names no runtime";
    end_of_runtime [python runtimes] "a task that is left over when the main coroutine returns";
    migrate [async_std smol] "from async-std to smol: one line changes its meaning";
    hyper_http [runtimes] "hyper on each runtime";
    [exercises]
    e1_predict "predict which parts of tokio need tokio";
    e2_adapter "let hyper read from smol's connections";
    e3_migrate "find the line that async-std understood otherwise";
    e4_bridge "use a library of tokio's on smol";
    e5_pass_the_pause "write a library that chooses no runtime";
};
