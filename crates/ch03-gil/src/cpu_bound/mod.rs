//! The same work for one thread, for two and for four: how long does it take?
//!
//! Run it: `cargo listing cpu_bound`.

pub mod plain;
