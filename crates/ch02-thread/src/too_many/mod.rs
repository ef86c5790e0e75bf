//! Threads are started until the system refuses one.
//!
//! Run it: `cargo listing too_many`.

pub mod plain;
