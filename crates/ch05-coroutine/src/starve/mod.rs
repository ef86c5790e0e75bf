//! One task never pauses. What do its neighbour, and another thread, get?
//!
//! Run it: `cargo listing starve`.

pub mod plain;
