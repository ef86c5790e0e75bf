//! A child process changes a variable: the parent does not see it.
//!
//! Run it: `cargo listing own_memory`.

pub mod plain;
