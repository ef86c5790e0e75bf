//! An echo server that serves two clients side by side, and the clients.
//!
//! Run it: `cargo listing echo`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
