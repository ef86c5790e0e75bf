//! Ways for the tasks of one loop to wait for each other.
//!
//! None of these is `Send`: all who share one are on one thread, so none needs a lock or an atomic.
//! Between threads use a channel made for that, such as async-channel; its wakes reach a loop
//! from anywhere.

pub mod mpsc;
mod notify;
pub mod oneshot;
mod semaphore;

pub use notify::{Notified, Notify};
pub use semaphore::{Acquire, Closed, Permit, Semaphore, TryAcquireError};
