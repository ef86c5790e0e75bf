//! The main coroutine returns, and a task is left over. What becomes of it?
//!
//! Run it: `cargo listing end_of_runtime`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
