//! What a child gets from the program that starts it, and what comes back.
//!
//! Run it: `cargo listing spawn_child`.

pub mod plain;
