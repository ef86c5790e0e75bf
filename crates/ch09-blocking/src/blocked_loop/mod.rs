//! One coroutine waits, another blocks: who has a turn meanwhile?
//!
//! Run it: `cargo listing blocked_loop`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
