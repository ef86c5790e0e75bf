//! A child holds a port and has written half of a file when it is killed.
//!
//! Run it: `cargo listing given_back`.

pub mod plain;
