//! A finished task hands out its value: asked before the end, at it, and after a failure.
//!
//! Run it: `cargo listing result`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
