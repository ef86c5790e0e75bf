//! Stage 2 of a loop: functions called later, and a loop that sleeps until then.
//!
//! Run it: `cargo listing s2_timers`.

pub mod plain;
