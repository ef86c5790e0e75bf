//! `cargo lab`: measures what the book claims, on the reader's own machine.
//!
//! Read the files in this order: `plan` (what a probe is) and `reading` (what it says), `probe`
//! (all of them), `ask` and `process` (one measurement, one process), `rounds` (all of them, in
//! turn), `survey` (figures, and what they say of the claims), `check` and `claims` (a row each),
//! then `show` and `html`.
//!
//! `cargo lab turns` shares the rounds and has rows of its own: `table` and `rows` (what is
//! asked), `runtime` (what a runtime is asked to do), `work` (the work itself), `peers` (a file
//! for each runtime), `child`, `echo` and `count` (who measures, as a `sample`), `compare`,
//! `verdict`, `print` and `record`.
//!
//! The modules make no circle, which a test of `listing` holds (`tests/map.rs`).

// A probe that needs it says so in its own file, and why.
#![deny(unsafe_code)]

pub mod ask;
pub mod check;
mod child;
mod choose;
pub mod claims;
pub mod cli;
mod compare;
pub mod count;
pub mod data;
mod echo;
mod html;
mod machine;
mod peers;
mod pin;
pub mod plan;
mod print;
pub mod probe;
mod process;
mod progress;
pub mod python;
pub mod reading;
mod record;
mod rounds;
mod rows;
mod runtime;
pub mod sample;
mod show;
pub mod statistics;
pub mod survey;
pub mod table;
pub mod verdict;
mod work;
