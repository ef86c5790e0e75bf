//! A session says goodbye when it is over. Who says it when the session is stopped?
//!
//! Run it: `cargo listing clean_up`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;
