//! Two processes share one counter in memory, and each adds to it.
//!
//! Run it: `cargo listing shared_memory`.

pub mod plain;
