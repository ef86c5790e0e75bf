//! Three lazy stages over a file, and how many of its lines are in memory at once.
//!
//! Run it: `cargo listing pipeline`.

pub mod plain;
