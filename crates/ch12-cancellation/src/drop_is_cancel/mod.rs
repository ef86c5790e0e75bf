//! A coroutine is stopped in three ways. Which of its lines still run?
//!
//! Run it: `cargo listing drop_is_cancel`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
