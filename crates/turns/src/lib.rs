//! `turns`: an event loop for one thread, small enough to read and good enough to use.
//!
//! ```text
//!   spawn ─┐        wake, from this thread        another thread
//!          ▼      ┌───────────────────────┐             │
//!   ┌────────── queue ──────────┐         │             ▼
//!   │ Task-1 │ call │ Task-2 │ …│         │           inbox
//!   └──┬───────────────────▲────┘         │             │
//!      │ first             │ ready again  │             │
//!      ▼                   │              │             │
//!   take a turn ── pending ┴── waits for ─┴─ a timer    │
//!      │                                                │
//!      └─ nothing ready: sleep until mail or a timer ◄──┘
//! ```
//!
//! A task's life. The numbers are the transitions; each is one place in `task.rs`.
//!
//! ```text
//!        1 spawn            2 ready                      6 awaited
//!   ()  ────────► Pending ──────────► Finished  ────────────────► (taken)
//!                  │   │    3 panic
//!                  │   └────────────► Panicked  ────────────────► (taken)
//!         4 cancel │                   ▲
//!                  ▼        5 its turn │ or panic in drop
//!               Cancelling ──────────► Cancelled ───────────────► (taken)
//! ```
//!
//! Read the files in this order: `ticket` (what a waker is), `queue` (who is next), `inbox`
//! (what other threads send), `timers`, `engine` (the loop itself), `task`, `join`, `event_loop`
//! (what you call), `handoff`, `handle` and `blocking` (other threads), then `time` and `sync`.

#![deny(unsafe_code)] // Allowed at two places, in `ticket` and `task`, each with its reason.

mod blocking;
mod callback;
mod engine;
mod event_loop;
mod handle;
mod handoff;
mod inbox;
mod join;
mod join_error;
mod mailbox;
pub mod net;
mod queue;
mod reactor;
mod running;
pub mod signal;
pub mod sync;
mod task;
mod ticket;
pub mod time;
mod timers;
mod yield_now;

pub use blocking::spawn_blocking;
pub use event_loop::{EventLoop, TimerHandle, block_on, spawn};
pub use handle::{Handle, LoopGone, RemoteHandle};
pub use join::JoinHandle;
pub use join_error::{JoinError, ResultError};
pub use task::TaskState;
pub use time::sleep;
pub use yield_now::{YieldNow, yield_now};
