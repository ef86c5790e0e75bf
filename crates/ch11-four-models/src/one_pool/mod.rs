//! The six clients of `loops` again, but with one pool of three threads, whose workers take tasks
//! from each other.
//!
//! Run it: `cargo listing one_pool`.

pub mod on_tokio;
