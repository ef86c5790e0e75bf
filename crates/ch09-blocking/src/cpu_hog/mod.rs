//! A coroutine that computes: its neighbours have a turn only where it yields.
//!
//! Run it: `cargo listing cpu_hog`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
