//! `turns`: an event loop for one thread, small enough to read in an afternoon and good enough to
//! use.
//!
//! An event loop is an endless loop with functions registered to it. This one runs tasks, which
//! are futures that it polls, and plain functions; a **turn** is one poll or one call. Whoever is
//! ready stands in a queue and has its turn in order; whoever waits stands elsewhere and is put
//! into the queue by a **wake**.
//!
//! ```text
//!   spawn, call_soon,                                  another thread
//!   a word from another task                              │ puts wakes and orders in,
//!             │                                           ▼ and rings if the loop sleeps
//!             ▼                                        mailbox   looked at between two rounds
//!   ┌─ queue ───────────────────┐                         │
//!   │ Task-3 │ call │ Task-1 │ …│ ◄──── wake ─────────────┤
//!   └──┬────────────────────────┘                         │
//!      │ the first                                     timers    looked at between two rounds
//!      ▼                                                  │
//!   its turn ── pending: it waits for a word,             │
//!      │        for a time, for a socket ──────────────► reactor   asked between two rounds
//!      │
//!      └─────── ready: result kept, callbacks queued, joiner woken
//!
//!   A round: at most 64 turns; fewer when turns are long, so that nobody is late.
//!   Nothing ready: the loop sleeps in the selector, until the first timer, a socket or a ring.
//! ```
//!
//! A task's life. Each number is a place in `task.rs` or `join.rs`.
//!
//! ```text
//!   (1) spawn ──► Pending ── (2) turn, pending ──► Pending, and so on
//!                    │
//!                    ├────── (3) turn, ready ────► Finished ──┐
//!                    │                                        │
//!                    ├────── (4) turn, panic ────► Panicked ──┼── (7) awaited ──► taken
//!                    │                                        │
//!                    └─ (5) cancel ─► Cancelling              │
//!                                        └─ (6) next turn ─► Cancelled
//! ```
//!
//! 1. `Task::new`: future, state and the place for the result in one allocation, held by a slot.
//! 2. `Task::poll`: pending; the slot is idle until a wake puts it into the queue.
//! 3. The result takes the future's place. Then callbacks are queued and the joiner is woken.
//! 4. The net under all turns catches it; the future is dropped, the panic is the outcome.
//! 5. `Join::cancel` changes the state and wakes the task. A task that ends in that same turn
//!    keeps its result.
//! 6. The future is dropped instead of polled. So it is too when the loop goes.
//! 7. `JoinHandle::poll` moves the outcome out, when all callbacks have been called.
//!
//! # What to read
//!
//! **The loop** is in these files: some 1,950 lines of code, without their comments and tests. Read
//! them in this order; each opens with what it is for.
//!
//! | the loop | files |
//! |---|---|
//! | who is ready, and how it is woken | `ticket`, `queue`, `running` |
//! | what has turns | `callback`, `outcome`, `task`, `yield_now` |
//! | who sleeps until when | `timers` |
//! | how other threads reach it | `mailbox`, `inbox` |
//! | where it waits, and which sockets the system watches | `selector`, `reactor` |
//! | the loop that asks them all | `engine` |
//!
//! **The furniture** is what one has of it. Each file can be read by itself, when it is wanted.
//!
//! | the furniture | files |
//! |---|---|
//! | the loop as a value, the handles of tasks | `event_loop`, `join`, `join_error`, `task_group` |
//! | futures of time | `time/` |
//! | a loop seen from other threads | `handle`, `handoff`, `blocking`, `signal` |
//! | those who wait, and tasks among themselves | `waiters`, `sync/` |
//! | sockets | `net/` |
//! | looking at it all | `inspect` |
//!
//! One circle among the files cannot be untied: a waker is a number with nothing behind it, and yet
//! it must lead back to its loop. It is closed in `Ticket::wake`: from `ticket` to `running`, which
//! knows the loop that runs on this thread, or to `inbox`, which knows those of other threads; from
//! there to `engine`, to its `queue`, and in a slot of that to the same ticket.
//!
//! ```
//! use std::time::Duration;
//!
//! turns::block_on(async {
//!     let task = turns::spawn(async {
//!         turns::sleep(Duration::from_millis(1)).await;
//!         "slept"
//!     });
//!     println!("{task:?}"); // <Task pending name=Task-1>
//!     assert_eq!(task.await.expect("it does not panic"), "slept");
//! });
//! ```

// `unsafe` stands at five places, each with its reason: `Ticket::waker`; `change`, `show` and
// `poll_in` of a task; and `Socket::add_to`.
#![deny(unsafe_code)]

mod blocking;
mod callback;
#[cfg(test)]
mod come_round;
mod engine;
mod event_loop;
mod handle;
mod handoff;
mod inbox;
pub mod inspect;
mod join;
mod join_error;
mod mailbox;
pub mod net;
mod outcome;
mod queue;
mod reactor;
mod running;
mod selector;
pub mod signal;
pub mod sync;
mod task;
mod task_group;
mod ticket;
pub mod time;
mod timers;
mod waiters;
mod yield_now;

pub use blocking::spawn_blocking;
pub use event_loop::{EventLoop, TimerHandle, block_on, spawn};
pub use handle::{Handle, LoopGone, RemoteHandle};
pub use inspect::{Snapshot, current_task, snapshot};
pub use join::{CancelOnDrop, JoinHandle};
pub use join_error::{JoinError, ResultError};
pub use outcome::TaskState;
pub use task_group::TaskGroup;
pub use time::sleep;
pub use yield_now::{YieldNow, yield_now};
