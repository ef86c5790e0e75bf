//! What a record holds: processes, threads, lanes, and the events in the order of time.

use serde::{Deserialize, Serialize};

/// The version of the JSON that this crate writes. It rises when a reader of the old form would
/// misread the new one.
pub const SCHEMA: u32 = 1;

/// One recorded run. The crate’s documentation describes its JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// [`SCHEMA`] of the program that wrote it.
    pub schema: u32,
    /// The listing that ran; empty if it was none of the book’s.
    pub listing: String,
    /// The side that it ran on: `tokio`, `turns`, `plain`, …
    pub side: String,
    /// Wall-clock time of `at: 0`, in nanoseconds since 1970; 0 once records are merged.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub started: u64,
    /// Every process that recorded something.
    pub processes: Vec<Process>,
    /// Every thread on which something happened.
    pub threads: Vec<Thread>,
    /// Everybody who takes turns: tasks, and threads and processes that were marked.
    pub lanes: Vec<Lane>,
    /// What happened, in the order of time.
    pub events: Vec<Event>,
}

/// A process of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The name given by [`crate::process`], or `main`.
    pub name: String,
}

/// A thread of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Its name, with a number where several of one process are called the same.
    pub name: String,
    /// Index of its process.
    pub process: usize,
}

/// Somebody who takes turns, and so has a lane in the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// The name that the listing gave.
    pub name: String,
    /// What it is.
    pub kind: LaneKind,
    /// Index of its process.
    pub process: usize,
}

/// What has a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaneKind {
    /// A future, polled by somebody: [`crate::task`] or [`crate::turn`].
    Task,
    /// A thread that marked itself: [`crate::thread`].
    Thread,
    /// A process that marked itself: [`crate::process`].
    Process,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Nanoseconds since the first event.
    pub at: u64,
    /// Index of the thread on which it happened.
    pub thread: usize,
    /// What happened, and to whom.
    #[serde(flatten)]
    pub what: What,
    /// The line of the listing that marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the loop held at this moment, where it can be asked: [`crate::observe`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
}

/// What can happen. `lane` and `by` are indexes into [`Trace::lanes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A future was given its lane; `by` the lane whose turn it was.
    Spawned {
        /// The new lane.
        lane: usize,
        /// Whose turn it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<usize>,
    },
    /// A poll begins: the lane has its turn.
    PollStarted {
        /// Whose turn it is.
        lane: usize,
    },
    /// The poll returns.
    PollEnded {
        /// Whose turn it was.
        lane: usize,
        /// What it returned.
        outcome: Outcome,
    },
    /// The lane’s waker was called.
    Woken {
        /// Who was woken.
        lane: usize,
        /// Whose turn it was on the waking thread; none if the runtime itself woke it, for a timer,
        /// for a socket or because a task that it awaits has ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<usize>,
    },
    /// The future was dropped before its end. What its values do when they are dropped follows.
    Cancelled {
        /// Whose future it was.
        lane: usize,
    },
    /// The future is gone, with everything in it.
    Dropped {
        /// Whose future it was.
        lane: usize,
    },
    /// A thread or process that marks itself begins.
    LaneStarted {
        /// Its lane.
        lane: usize,
    },
    /// It ends.
    LaneEnded {
        /// Its lane.
        lane: usize,
    },
    /// A thread says that it waits.
    WaitStarted {
        /// Its lane.
        lane: usize,
        /// What for.
        name: String,
    },
    /// It goes on.
    WaitEnded {
        /// Its lane.
        lane: usize,
    },
    /// A listing marks the begin of something that it names.
    SpanStarted {
        /// Number of the span: its end has the same.
        span: usize,
        /// Whose turn it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lane: Option<usize>,
        /// What begins: `lesson 2`.
        name: String,
    },
    /// What was marked ends.
    SpanEnded {
        /// Number of the span.
        span: usize,
        /// Whose span it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lane: Option<usize>,
    },
    /// A listing marks a moment.
    Marked {
        /// Whose turn it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lane: Option<usize>,
        /// What the moment is.
        name: String,
    },
    /// The loop of this thread has nothing to do and waits in the kernel.
    Parked,
    /// It goes on.
    Unparked,
}

/// How a poll ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// `Poll::Pending`: it waits to be woken.
    Pending,
    /// `Poll::Ready`: it has ended.
    Ready,
    /// It panicked.
    Panicked,
}

/// A line of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file, as the compiler names it, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// What a loop holds at one moment, by the names that the loop has for its tasks. [`crate::steps`]
/// puts the names of the lanes in their place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Whose turn it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// Who is ready, the next one first.
    pub ready: Vec<String>,
    /// The timers, the earliest first: `Task-1: 12 ms`.
    pub timers: Vec<String>,
    /// The sockets that somebody waits for: `Task-1: read`.
    pub sockets: Vec<String>,
}

impl What {
    /// The lane that it happened to.
    pub fn lane(&self) -> Option<usize> {
        match self {
            What::Spawned { lane, .. }
            | What::PollStarted { lane }
            | What::PollEnded { lane, .. }
            | What::Woken { lane, .. }
            | What::Cancelled { lane }
            | What::Dropped { lane }
            | What::LaneStarted { lane }
            | What::LaneEnded { lane }
            | What::WaitStarted { lane, .. }
            | What::WaitEnded { lane } => Some(*lane),
            What::SpanStarted { lane, .. }
            | What::SpanEnded { lane, .. }
            | What::Marked { lane, .. } => *lane,
            What::Parked | What::Unparked => None,
        }
    }

    /// Every index into the lanes, to be changed when records are merged.
    pub(crate) fn lanes_mut(&mut self) -> [Option<&mut usize>; 2] {
        match self {
            What::Spawned { lane, by } | What::Woken { lane, by } => [Some(lane), by.as_mut()],
            What::PollStarted { lane }
            | What::PollEnded { lane, .. }
            | What::Cancelled { lane }
            | What::Dropped { lane }
            | What::LaneStarted { lane }
            | What::LaneEnded { lane }
            | What::WaitStarted { lane, .. }
            | What::WaitEnded { lane } => [Some(lane), None],
            What::SpanStarted { lane, .. }
            | What::SpanEnded { lane, .. }
            | What::Marked { lane, .. } => [lane.as_mut(), None],
            What::Parked | What::Unparked => [None, None],
        }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
