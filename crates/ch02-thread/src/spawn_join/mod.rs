//! What comes back from a thread: a value, an error, and who said it.
//!
//! Run it: `cargo listing spawn_join`.

pub mod plain;
