//! Let time pass without holding up the others.
//!
//! A [`Sleep`] is a future that is ready when its time has come. [`timeout`] and [`interval`] are
//! made of it, and so is what you put together yourself: `sleep(..)` beside another future, in
//! `futures_lite::future::or`, is a limit.
//!
//! Where a loop runs, its clock counts, which is asyncio's `loop.time()`: the system's, or one that
//! jumps, for tests ([`EventLoop::with_paused_clock`](crate::EventLoop::with_paused_clock)).

mod interval;
mod sleep;
mod timeout;

pub use interval::{Interval, MissedTicks, interval, interval_at};
pub use sleep::{Sleep, now, sleep, sleep_until};
pub use timeout::{Elapsed, timeout, timeout_at};
