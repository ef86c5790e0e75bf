//! A coroutine driven by hand, with no loop at all.
//!
//! Run it: `cargo listing poll_by_hand`.

pub mod plain;
