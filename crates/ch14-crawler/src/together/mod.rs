//! Workers that share a queue in PostgreSQL: one is killed, and one is in Python.
//!
//! Run it: `cargo listing together`. It needs PostgreSQL, as `sudo apt-get install postgresql` has it.

pub mod on_tokio;
