//! Four pupils and one teacher, then two: are two lessons given at once?
//!
//! Run it: `cargo listing classroom`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
