//! A conversation that names no runtime, on each of them.
//!
//! Run it: `cargo listing portable`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
