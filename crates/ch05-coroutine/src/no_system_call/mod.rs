//! A million switches where the kernel kills whoever calls it.
//!
//! Run it: `cargo listing no_system_call`.

pub mod plain;
