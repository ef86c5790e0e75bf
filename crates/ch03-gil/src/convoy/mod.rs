//! A thread sleeps for a millisecond at a time. How late is it beside one that computes?
//!
//! Run it: `cargo listing convoy`.

pub mod plain;
