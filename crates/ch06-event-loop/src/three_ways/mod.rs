//! Three ways to run one coroutine: by hand, as the loop's own, and as a task.
//!
//! Run it: `cargo listing three_ways`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
