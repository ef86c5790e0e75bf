//! Numbers are sent in, and the average so far comes out.
//!
//! Run it: `cargo listing averager`.

pub mod plain;
