//! Four definitions, and what each of them makes.
//!
//! Run it: `cargo listing what_yield_makes`.

pub mod plain;
