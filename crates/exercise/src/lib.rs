//! The exercises of the book: where they lie, what they ask for, and how to try them.
//!
//! # Where an exercise lies
//!
//! ```text
//! crates/ch08-task-future/src/
//!   exercises/e1_predict.rs      what the reader edits
//!   exercises/e1_predict.zh.md   its goal, hint and reasons in Chinese
//!   solutions/e1_predict.rs      one solution
//! ```
//!
//! Both Rust files end in the same text: a line that says so, and `pub fn test()`. What stands
//! above it is the exercise. [`check_layout`] holds the files to that, and `tests/rows.rs` asks
//! that every solution pass and every file to edit fail, by an assertion of its own.
//!
//! # What runs where
//!
//! A test runs as a child process under a time limit: what a reader writes may hang, abort or
//! fill the stack, and the answer is then still a sentence. The child is the chapter's program,
//! which cargo builds when it is needed; what does not compile is told by the compiler.

#![forbid(unsafe_code)]

mod entry;
mod judge;
mod layout;
mod run;
mod text;
mod words;

pub use entry::{Entry, Found, entries, find};
pub use judge::{judge_solution, judge_stub};
pub use layout::check_layout;
pub use run::{Outcome, Run, run};
pub use runner::{Panic, Part};
pub use text::{TEST_MARK, Text, text};
pub use words::{Words, words};
