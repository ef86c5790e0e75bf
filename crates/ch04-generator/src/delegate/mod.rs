//! A generator that leaves a part of its work to another.
//!
//! Run it: `cargo listing delegate`.

pub mod plain;
