//! A coroutine is stopped at three moments. Which of its lines still run?
//!
//! Run it: `cargo listing drop_is_cancel`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
