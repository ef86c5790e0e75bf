//! A server that answers only when ten clients wait: how many of them can one program have waiting?
//!
//! Run it: `cargo listing io_bound`.

pub mod plain;
