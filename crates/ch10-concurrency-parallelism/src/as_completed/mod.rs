//! Results in the order in which they come; and what becomes of the one that is not awaited.
//!
//! Run it: `cargo listing as_completed`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
