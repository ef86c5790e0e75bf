//! The crawler as threads that share one frontier.
//!
//! Run it: `cargo listing crawl_threads`.

pub mod plain;
