//! Three threads with a loop each share a server's connections.
//!
//! Run it: `cargo listing loops`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
