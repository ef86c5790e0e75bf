//! How one stops a paused function, and what it still does.
//!
//! Run it: `cargo listing close_and_throw`.

pub mod plain;
