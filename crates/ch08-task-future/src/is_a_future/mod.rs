//! A task is a future: asked in Python as it runs, asserted in Rust as it compiles.
//!
//! Run it: `cargo listing is_a_future`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
