//! While the body of the loop awaits: who drives the other download?
//!
//! Run it: `cargo listing not_polled`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
