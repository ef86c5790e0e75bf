//! A callback at the end of a task: the one that the notes name and never show.
//!
//! Run it: `cargo listing done_callback`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
