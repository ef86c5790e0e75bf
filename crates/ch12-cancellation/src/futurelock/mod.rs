//! A coroutine waits for a lock, and is put aside. Who gets the lock?
//!
//! Run it: `cargo listing futurelock`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
