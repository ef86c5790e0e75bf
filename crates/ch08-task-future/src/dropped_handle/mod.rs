//! What becomes of a task whose handle is dropped: detached or cancelled.
//!
//! Run it: `cargo listing dropped_handle`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
