//! What the crawler decides, without a socket or a clock of its own; only `store` touches the disk.
//!
//! ```text
//!              ┌────────── next(now) ──────────┐
//!              │                               ▼
//!         Frontier                       fetch: the driver's part, with `http::Reader`
//!              ▲                               │  Answer, or Trouble
//!              │                               ▼
//!              └── done(job, outcome, now) ── judge ── links ── text
//!              │
//!              └── commits() ──► Store, Report
//! ```

pub mod address;
pub mod frontier;
pub mod http;
pub mod judge;
pub mod limits;
pub mod links;
pub mod outcome;
pub mod report;
pub mod robots;
pub mod store;
pub mod text;

pub use frontier::{Commit, Frontier, Job, Kind, Next};
pub use http::{Answer, Reader, request};
pub use judge::judge;
pub use limits::Limits;
pub use outcome::{Kept, Outcome, Refusal, Trouble};
pub use report::Report;
pub use robots::Rules;
pub use store::Store;

/// How the crawler introduces itself.
pub const NAME: &str = "taking-turns";
