//! What a child of `fork` has of its parent: memory, files, threads, locks.
//!
//! Run it: `cargo listing fork_copies`. On Unix only.

pub mod plain;
