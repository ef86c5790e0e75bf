//! How many primes? Counted by one, by two at once, and by two whose answer is awaited.
//!
//! Run it: `cargo listing data_parallel`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
