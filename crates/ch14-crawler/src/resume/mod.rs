//! A crawl that is killed at each of its commits, and goes on each time, in Python and in Rust.
//!
//! Run it: `cargo listing resume`.

pub mod plain;
