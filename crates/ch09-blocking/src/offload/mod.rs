//! A blocking call, given to a thread, so that the loop goes on.
//!
//! Run it: `cargo listing offload`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
