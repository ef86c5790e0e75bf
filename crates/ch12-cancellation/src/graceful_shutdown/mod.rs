//! A server is told to stop: once, twice, and while it has nothing to do.
//!
//! Run it: `cargo listing graceful_shutdown`.

#[cfg(unix)]
pub mod on_tokio;
