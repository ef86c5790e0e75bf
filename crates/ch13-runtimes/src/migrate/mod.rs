//! A program for async-std, and the same for smol: one line changes its meaning.
//!
//! Run it: `cargo listing migrate`.

pub mod on_async_std;
pub mod on_smol;
