//! Twenty requests in five designs, and a server that counts the open ones.
//!
//! Run it: `cargo listing four_models`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
