//! Three workers, twelve jobs: a queue, a lock, and a way to wait.
//!
//! Run it: `cargo listing pool1_queue`.

pub mod plain;
