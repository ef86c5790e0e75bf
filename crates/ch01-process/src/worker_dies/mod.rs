//! One worker process does four jobs, and dies in the middle of the third.
//!
//! Run it: `cargo listing worker_dies`.

pub mod plain;
