//! Two coroutines and two threads: which thread runs a coroutine, and what is its own?
//!
//! Run it: `cargo listing who_runs_them`.

pub mod plain;
