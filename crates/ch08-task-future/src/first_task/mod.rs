//! A task printed pending, run, and printed finished: the notes' first program.
//!
//! Run it: `cargo listing first_task`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
