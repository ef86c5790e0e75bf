//! Four threads add to one counter until an update is lost.
//!
//! Run it: `cargo listing until_lost`.

pub mod plain;
