//! A task that fails: who learns of it, and who lives on.
//!
//! Run it: `cargo listing panics`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
