//! Two coroutines, then two threads: who runs them, and what do they share?
//!
//! Run it: `cargo listing who_runs_them`.

pub mod plain;
