//! Three coroutines waited for together: when all succeed, and when the second fails.
//!
//! Run it: `cargo listing gather`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
