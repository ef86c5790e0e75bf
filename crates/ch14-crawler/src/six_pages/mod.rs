//! Six pages of one host, two at once: who waits for whom.
//!
//! Run it: `cargo listing six_pages --timeline`.

pub mod on_tokio;
