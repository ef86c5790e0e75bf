//! Ten coroutines wait at the same time, and added up they wait far longer than the program runs.
//!
//! Run it: `cargo listing ten_downloads`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
