//! A day of the crawler, with a clock that jumps.
//!
//! Run it: `cargo listing frontier`.

pub mod plain;
