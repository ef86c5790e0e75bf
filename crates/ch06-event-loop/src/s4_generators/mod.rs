//! Stage 4 of a loop: coroutines, and the callback that calls them back.
//!
//! Run it: `cargo listing s4_generators`.

pub mod plain;
