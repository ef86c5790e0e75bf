//! A future made by hand, which in Rust is a oneshot channel.
//!
//! Run it: `cargo listing a_future_by_hand`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
