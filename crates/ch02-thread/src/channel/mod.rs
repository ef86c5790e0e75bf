//! Two workers take jobs from one queue and put results into another.
//!
//! Run it: `cargo listing channel`.

pub mod plain;
