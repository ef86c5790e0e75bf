//! Sixteen requests for 1, 4 or 16 workers: how many are open at once?
//!
//! Run it: `cargo listing workers`.

pub mod on_tokio;
