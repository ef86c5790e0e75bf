//! Ways for the tasks of one loop to wait for each other.
//!
//! | for what | in asyncio | here |
//! |---|---|---|
//! | one value, later | `Future` | [`oneshot`] |
//! | many values, in order | `Queue` | [`mpsc`] |
//! | one at a time, across an await | `Lock` | [`Mutex`] |
//! | so many at a time | `Semaphore` | [`Semaphore`] |
//! | a word to one who waits, or to all of them | `Condition` | [`Notify`] |
//! | a word that stays said, such as "stop" | `Event` | [`Stop`] |
//!
//! None of these is `Send`: all who share one are on one thread, so none needs a lock.
//! Between threads use a channel made for that, such as async-channel; its wakes reach a loop
//! from anywhere.

pub mod mpsc;
mod mutex;
mod notify;
pub mod oneshot;
mod semaphore;
mod stop;

pub use mutex::{Mutex, MutexGuard};
pub use notify::{Notified, Notify};
pub use semaphore::{Acquire, Closed, Permit, Semaphore, TryAcquireError};
pub use stop::{RemoteStop, Stop, Stopped};
