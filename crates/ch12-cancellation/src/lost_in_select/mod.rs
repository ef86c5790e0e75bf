//! Three messages, read in pairs. The first pair takes too long.
//!
//! Run it: `cargo listing lost_in_select`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
