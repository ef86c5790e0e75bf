//! The crawler on an event loop: a task for each request.
//!
//! Run it: `cargo listing crawl`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
