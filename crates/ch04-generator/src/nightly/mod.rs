//! What Rust may get: `gen` blocks, `iter!` and `#[coroutine]`, and beside them what there is today.
//!
//! `on_nightly.rs` is no module. Stable Rust couldn't parse it, so only a nightly compiler sees it.
//!
//! Run it: `cargo listing nightly`.

pub mod plain;
