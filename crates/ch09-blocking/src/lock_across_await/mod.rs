//! A lock for threads, held while a coroutine waits.
//!
//! Run it: `cargo listing lock_across_await`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
