//! Two threads are to meet inside of a function in Rust, which Python calls: first it holds the
//! interpreter's lock, then it lets go.
//!
//! Run it: `cargo listing out_of_the_gil`. Cargo builds the function, `crates/steps`, on the way.

pub mod plain;
