//! Three threads each read a price, and one of them can't.
//!
//! Run it: `cargo listing lost_error`.

pub mod plain;
