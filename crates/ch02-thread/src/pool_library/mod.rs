//! The same with a library: Python's own has a pool, and Rust has rayon.
//!
//! Run it: `cargo listing pool_library`.

pub mod plain;
