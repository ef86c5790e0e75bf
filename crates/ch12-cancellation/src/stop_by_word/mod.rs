//! Three workers are told to stop, and each finishes the page that it has begun.
//!
//! Run it: `cargo listing stop_by_word`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
