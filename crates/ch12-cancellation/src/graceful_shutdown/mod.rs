//! A server is told to stop, once and twice, while three requests are open.
//!
//! Run it: `cargo listing graceful_shutdown`.

#[cfg(unix)]
pub mod on_tokio;
