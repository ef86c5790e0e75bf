//! A neighbour ticks every ten milliseconds. Which calls let it go on?
//!
//! Run it: `cargo listing who_ticks`.

pub mod plain;
