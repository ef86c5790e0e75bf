//! Workers print pages. Three are asked to stop, and three are dropped.
//!
//! Run it: `cargo listing stop_by_word`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
