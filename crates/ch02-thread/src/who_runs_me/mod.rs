//! Two threads of one process ask the kernel who they are, and where they run.
//!
//! Run it: `cargo listing who_runs_me`.

pub mod plain;
