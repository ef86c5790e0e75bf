//! Chapter 1: what does a process own?
//!
//! A process is a program that runs, and what it owns: memory, open files, an environment, a
//! folder, an exit code. Here a parent starts children and sees what they share with it, what they
//! do not, and what is left when one of them is killed.
//!
//! Each module is one program. A child is always the same program again, told by an argument what
//! to do. `shared_page` and `fork_copies` are the only ones with `unsafe`.

#![deny(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]
#![allow(clippy::double_ended_iterator_last, reason = "the last word of five: `last` says it")]

pub mod own_memory;

pub mod spawn_child;

#[cfg(unix)]
pub mod cannot_start;

pub mod given_back;

pub mod pipe_talk;

pub mod shared_memory;
pub mod shared_page;

pub mod worker_dies;

pub mod process_pool;

#[cfg(unix)]
pub mod fork_copies;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

pub use shared_page::SharedPage;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch01-process": "What does a process own?";
    own_memory [python plain] "a child changes a variable: what the parent reads";
    spawn_child [python plain] "what a child gets from the program that starts it, and what comes back";
    cannot_start [python plain unix] "four children that never start, and what the error says";
    given_back [python plain] "what of a killed process is given back, and what stays";
    pipe_talk [python plain] "how much one may write before anybody reads";
    shared_memory [python plain] "two processes, one counter in memory";
    worker_dies [python plain] "a worker dies in the middle: who notices";
    process_pool [python plain] "twelve jobs, three workers, and one job that kills its worker";
    fork_copies [python plain unix] "what a child of fork has of its parent";
    [exercises]
    e1_predict "predict what a child's changes do to its parent";
    e2_exit_words "say in words how a child ended";
    e3_drain_both "read both outputs of a child that fills them";
    e4_name_it "say which program or folder is missing";
    e5_restart "replace a worker that ends after a few jobs, and lose none";
};
