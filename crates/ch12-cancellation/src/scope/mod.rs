//! Copies are made at once, and the disk is full for one of them. When are the others over?
//!
//! Run it: `cargo listing scope`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
