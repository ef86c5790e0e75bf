//! Stage 5 of a loop: another thread wakes it.
//!
//! Run it: `cargo listing s5_wake`.

pub mod plain;
