//! HTTP on each runtime: hyper needs only to read and to write.
//!
//! Run it: `cargo listing hyper_http`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
