//! Three tasks, one thread, and a scheduler: everybody has a turn, and then everybody again.
//!
//! Run it: `cargo listing round_robin`.

pub mod plain;
