//! An await on something ready goes on at once: the neighbour gets no turn.
//!
//! Run it: `cargo listing ready_does_not_yield`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
