//! Three messages, read in pairs. The first pair takes too long, and is kept.
//!
//! Run it: `cargo listing keep_the_future`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
