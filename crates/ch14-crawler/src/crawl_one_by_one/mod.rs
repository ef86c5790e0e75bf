//! The crawler as a loop: one page after the other.
//!
//! Run it: `cargo listing crawl_one_by_one`.

pub mod plain;
