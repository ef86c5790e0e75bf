//! Half a line comes, the reader gives up, and the other half comes.
//!
//! Run it: `cargo listing half_a_line`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
