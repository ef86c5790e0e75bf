//! Chapter 3: why do Python's threads queue?
//!
//! An interpreter has a lock, and whoever runs its bytecode has to hold it. Here the lock is felt
//! from outside, in Python. Then it is built in Rust, in three stages, until the same program
//! behaves the same behind it. At the end a function in Rust, called from Python, lets go of it.
//!
//! Each module is one program. [`Gil`] is the lock of the third stage; `cargo lab` measures with it.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]
#![allow(clippy::new_without_default, reason = "a lock is made by its name, and in a `static`")]

pub mod cpu_bound;

pub mod who_ticks;

pub mod s1_a_lock;

pub mod s2_asked_for;

pub mod s3_let_go;

pub mod convoy;

pub mod io_bound;

pub mod out_of_the_gil;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

pub use s3_let_go::{Gil, SWITCH_INTERVAL};

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch03-gil": "Why do Python’s threads queue?";
    cpu_bound [python plain] "the same work for one thread, two and four";
    who_ticks [python plain] "which calls let the neighbour go on, and which stop it";
    s1_a_lock [plain] "a lock that is held while its holder works";
    s2_asked_for [plain] "a lock that is handed over when somebody asks";
    s3_let_go [plain] "and that is let go around what blocks";
    convoy [python plain] "how late a thread is that waits beside one that computes";
    io_bound [python plain] "ten requests that wait at the same time";
    out_of_the_gil [python plain] "a function in Rust that holds Python's lock, and one that lets go";
    [exercises]
    e1_predict "predict beside which calls a neighbour has its turn";
    e2_checkpoint "let the neighbour in while you compute";
    e3_let_go "wait for something without keeping the lock";
    e4_fair "pass the lock on so that nobody has it twice in a row";
    e5_ask_again "find out why a thread asks once and waits for ever";
};
