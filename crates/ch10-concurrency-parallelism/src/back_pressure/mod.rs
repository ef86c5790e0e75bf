//! A thousand messages and ninety-nine jobs: where do they wait, and how many at once?
//!
//! Run it: `cargo listing back_pressure`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
