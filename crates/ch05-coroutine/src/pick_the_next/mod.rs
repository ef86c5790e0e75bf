//! The same tasks and the same loop; only who is next is decided in three ways.
//!
//! Run it: `cargo listing pick_the_next`.

pub mod plain;
