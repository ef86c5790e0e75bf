//! The listings of the book: where they lie, what they print, and how to run them.
//!
//! # Where a listing lies
//!
//! A listing with variants is a folder of its chapter, a plain one is a file:
//!
//! ```text
//! crates/ch08-task-future/src/
//!   first_task/
//!     mod.rs
//!     original.py  on_tokio.rs  on_async_std.rs  on_smol.rs  on_turns.rs
//!     output.txt           what every variant prints on stdout, masked
//!     output.smol.txt      only where smol prints something else on purpose
//!     trace.tokio.json     who had a turn when, where a page shows it as a timeline
//!   plain_one.rs           a listing that needs no runtime
//!   plain_one.output.txt   what it prints, masked
//!   plain_one.trace.json   its timeline
//!   beside_python/         a plain listing with a Python original
//!     mod.rs
//!     original.py  plain.rs
//!     output.txt
//! ```
//!
//! [`check_layout`] holds the folders to that; `cargo listing --record` writes the outputs, and
//! `cargo listing --record-trace` the timelines.
//!
//! # What runs where
//!
//! The rows are [read](read_tables) from the chapters' files. A variant in Rust is run by its
//! chapter's program, which cargo [builds](build) when it is needed; a Python original by Python;
//! and `on_nightly.rs` is compiled when it runs, where there is a nightly compiler. Each is a child process under a time limit, so that a deadlock in one fails a test and hangs
//! nothing.

#![forbid(unsafe_code)]

mod along;
mod chapter;
pub mod command;
mod diff;
mod entry;
mod functions;
mod judge;
mod kill;
mod layout;
pub mod limit;
mod mask;
mod near;
mod nightly;
mod problem;
mod program;
mod python;
mod record;
mod recording;
mod root;
mod run;
mod steps;
mod tables;
mod trace;

pub use chapter::{chapter_number, find_chapter, short_chapter, short_chapters};
pub use diff::diff;
pub use entry::{Entry, entries, find};
pub use judge::{Fault, judge};
pub use layout::check_layout;
pub use limit::over_size;
pub use mask::mask;
pub use near::did_you_mean;
pub use nightly::{Nightly, nightly};
pub use problem::Problem;
pub use program::{Broken, PROGRAMS, Program, build, program_with_exercises};
pub use python::{Python, python, python_for_tests};
pub use record::{Change, record};
pub use root::root;
pub use run::{Run, missing_tool, run, run_live, run_live_traced, run_traced, same_runtimes};
pub use steps::steps_module;
pub use tables::{Chapter, Exercise, Listing, chapters, read_tables};
pub use trace::{judge_trace, record_trace};

/// Whether this runs as a continuous-integration job: there, nothing may be left out or recorded.
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
