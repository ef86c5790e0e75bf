//! Things under a time limit. Which of them are stopped?
//!
//! Run it: `cargo listing timeout`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
