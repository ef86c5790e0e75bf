//! Ten threads, eleven requests: when all ten wait, who makes the last?
//!
//! Run it: `cargo listing ten_wait`.

pub mod plain;
