//! Stage 1 of a loop: a queue of functions, and a loop that calls them.
//!
//! Run it: `cargo listing s1_callbacks`.

pub mod plain;
