//! Twenty requests in six designs. The server counts how many are open at the same time.
//!
//! Run it: `cargo listing four_models`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
