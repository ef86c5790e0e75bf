//! `cargo lab`: measures what the book claims, on the reader's own machine.
//!
//! Read the files in this order: `table` (what is asked), `runtime` (what a runtime is asked to
//! do), `work` (the work itself), `peers` (a file for each runtime), `child` (one measurement,
//! one process), `rounds` (all of them, in turn), `echo` and `count` (those that need a second
//! program), then `statistics`, `verdict`, `data` and `print`.

// A probe that needs it says so in its own file, and why.
#![deny(unsafe_code)]

pub mod ask;
pub mod check;
mod child;
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
mod python;
pub mod reading;
mod record;
mod rounds;
mod runtime;
mod show;
pub mod statistics;
pub mod survey;
pub mod table;
pub mod verdict;
mod work;
