//! Who keeps its turn too long? asyncio says it afterwards, a thread beside `turns` meanwhile.
//!
//! Run it: `cargo listing watchdog`.

pub mod on_turns;
