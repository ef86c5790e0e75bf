//! Two threads on one core, and one of them never waits.
//!
//! Run it: `cargo listing preempted`.

pub mod plain;
