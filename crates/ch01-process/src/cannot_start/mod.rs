//! Four children that never start, and what the error says of each.
//!
//! Run it: `cargo listing cannot_start`.

pub mod plain;
