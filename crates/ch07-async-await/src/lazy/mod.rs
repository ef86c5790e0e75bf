//! A call that runs nothing: the body begins at the first poll, or never.
//!
//! Run it: `cargo listing lazy`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
