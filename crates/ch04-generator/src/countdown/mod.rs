//! A function that pauses, and when each of its lines runs.
//!
//! Run it: `cargo listing countdown`.

pub mod plain;
