//! Six ways to run two coroutines. In which of them are both in the middle of a turn at once?
//!
//! Run it: `cargo listing overlap`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
