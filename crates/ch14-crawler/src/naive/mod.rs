//! A crawler of forty lines, and where it stops.
//!
//! Run it: `cargo listing naive`.

pub mod plain;
