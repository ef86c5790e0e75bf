//! A shop adds up its prices, and then looks for the highest.
//!
//! Run it: `cargo listing used_up`.

pub mod plain;
