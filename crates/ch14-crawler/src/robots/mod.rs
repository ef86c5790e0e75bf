//! Which rule of a robots.txt decides.
//!
//! Run it: `cargo listing robots`.

pub mod plain;
