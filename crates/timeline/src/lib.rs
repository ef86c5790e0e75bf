//! Records who had a turn, when and on which thread, on any runtime; and draws it.
//!
//! # In a listing
//!
//! One visible word where a future is spawned or handed to `block_on`:
//!
//! ```no_run
//! # mod tokio { pub fn spawn<F>(_: F) {} }
//! # async fn lesson(_: &str) {}
//! tokio::spawn(timeline::task("Alice", lesson("Alice")));
//! ```
//!
//! [`task`] wraps the future and its waker, and so sees the same on tokio, async-std, smol and
//! `turns`: when it was made, each poll with its thread and its outcome, each wake and in whose
//! turn it came, a panic, and whether it was dropped before its end. [`span`] and [`mark`] name
//! what a listing does meanwhile; [`thread`], [`process`] and [`waiting`] give lanes to what the
//! kernel schedules; [`turn`] serves schedulers over generators.
//!
//! Nothing is recorded unless the environment variable [`FOLDER`] names a folder, as
//! `cargo listing classroom tokio --trace` has it. Then each call costs one relaxed load and one
//! branch, and each poll of a wrapped future one branch. In a release build for x86-64 that is 4
//! instructions more for a poll, and 21 to make and drop the wrapper: the test `cost` counts them.
//! Recording itself takes a lock, reads the clock and appends to a list: about 370 instructions an
//! event. So what lasts a microsecond looks longer than it is, and what lasts ten does not.
//!
//! # The record
//!
//! A [`Trace`] is JSON, with `schema` 1. Times are nanoseconds since the first event.
//!
//! ```
//! # let text = r#"
//! {
//!   "schema": 1,
//!   "listing": "classroom", "side": "tokio",
//!   "processes": [{ "name": "main" }],
//!   "threads": [{ "name": "main", "process": 0 }],
//!   "lanes": [{ "name": "Alice", "kind": "task", "process": 0 }],
//!   "events": [
//!     { "at": 0, "thread": 0, "what": "spawned", "lane": 0,
//!       "source": { "file": "crates/ch10-…/on_tokio.rs", "line": 21 } },
//!     { "at": 1200, "thread": 0, "what": "poll_started", "lane": 0 },
//!     { "at": 5200, "thread": 0, "what": "poll_ended", "lane": 0, "outcome": "ready" },
//!     { "at": 5300, "thread": 0, "what": "dropped", "lane": 0 }
//!   ]
//! }
//! # "#;
//! # assert_eq!(timeline::parse(text).unwrap().events.len(), 4);
//! ```
//!
//! | `what` | besides | it says |
//! |---|---|---|
//! | `spawned` | `lane`, `by` | a future got its lane, in the turn of `by` |
//! | `poll_started` | `lane` | its turn begins |
//! | `poll_ended` | `lane`, `outcome` | it ends: `pending`, `ready` or `panicked` |
//! | `woken` | `lane`, `by` | its waker was called, in the turn of `by`; without `by`, by the runtime |
//! | `cancelled` | `lane` | it is about to be dropped before its end |
//! | `dropped` | `lane` | the future is gone |
//! | `lane_started`, `lane_ended` | `lane` | a thread or process marked itself |
//! | `wait_started`, `wait_ended` | `lane`, `name` | it waits meanwhile |
//! | `span_started`, `span_ended` | `span`, `lane`, `name` | something that the listing names |
//! | `marked` | `lane`, `name` | a moment that it names |
//! | `parked`, `unparked` | | the thread’s loop waits in the kernel |
//!
//! `lane` and `by` count in `lanes`, `thread` in `threads`, `process` in `processes`. Events with
//! `source` have the line that made them. Those with `snapshot` say what the loop held: `current`,
//! whose turn it is in the loop’s own words, and `ready`, `timers` and `sockets`, each a list of
//! such words; see [`observe`].
//!
//! Each process writes a file of its own, at its end and whenever nothing happens for a while, so
//! that one which hangs and is killed leaves its record too. [`read_folder`] merges them by the wall
//! clock that each read when it began. What the book shows is kept as `trace.<side>.json` beside
//! its listing.
//!
//! # The picture
//!
//! [`svg`] draws a trace, [`terminal`] does the same in block characters, [`describe`] says it in
//! words, and [`steps`] lists the events one by one with the state after each. [`order`] leaves
//! only what does not change from run to run.

#![forbid(unsafe_code)]

mod axis;
mod describe;
mod groups;
mod lanes;
mod layout;
mod mark;
mod merge;
mod order;
mod session;
mod steps;
mod svg;
mod switch;
mod task;
mod terminal;
mod text;
mod trace;
mod words;

pub use axis::duration;
pub use catalog::Lang;
pub use describe::{describe, title};
pub use mark::{
    OwnLane, Span, Turn, Waiting, mark, parked, process, span, thread, turn, unparked, waiting,
    woken,
};
pub use merge::{merge, parse, read, read_folder, to_json};
pub use order::{Certain, certain, order};
pub use session::name_of;
pub use steps::{Step, StepLane, Steps, steps};
pub use svg::{svg, svg_for_print};
pub use switch::{FOLDER, capture, finish, is_on, observe};
pub use task::{Task, task};
pub use terminal::terminal;
pub use trace::{
    Event, Lane, LaneKind, Outcome, Process, SCHEMA, Snapshot, Source, Thread, Trace, What,
};
