//! How a paused function is stopped from outside, and what it still does.
//!
//! Run it: `cargo listing close_and_throw`.

pub mod plain;
