//! Two threads share one counter, and each adds one to it.
//!
//! Run it: `cargo listing shared_counter`.

pub mod plain;
