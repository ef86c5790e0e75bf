//! Let time pass without holding up the others.

mod interval;
mod sleep;
mod timeout;

pub use interval::{Interval, MissedTicks, interval, interval_at};
pub use sleep::{Sleep, now, sleep, sleep_until};
pub use timeout::{Elapsed, timeout, timeout_at};
