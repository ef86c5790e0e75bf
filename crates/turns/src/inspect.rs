//! Looking at the loop: whose turn it is, who is ready, and who waits for what.

use crate::join_error::task_name;
use crate::running;
use std::fmt;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::Waker;
use std::time::Duration;

/// The name of the task whose turn it is: asyncio's `current_task()`.
///
/// None in the future that was given to `block_on` or `run_until_complete`, which is not a task,
/// in a callback, and where no loop runs.
///
/// ```
/// turns::block_on(async {
///     assert_eq!(turns::current_task(), None);
///     let task = turns::spawn(async { turns::current_task() });
///     assert_eq!(task.await.unwrap().as_deref(), Some("Task-1"));
/// });
/// ```
pub fn current_task() -> Option<String> {
    running::running()?.now().sample()?.task
}

/// What the loop on this thread has before it at this moment; none if no loop runs here.
///
/// A task that waits for another one, by its handle, a channel or a lock, is not in it. A loop that
/// nobody asks pays nothing for it. Asking costs a visit to all who are in it.
pub fn snapshot() -> Option<Snapshot> {
    snapshot_with(|_| None)
}

/// The same, for a program that wraps wakers and knows whom they stand for: it is asked for a name
/// where the answer would otherwise be `other`. It must not touch the loop.
pub fn snapshot_with(name_other: impl Fn(&Waker) -> Option<String>) -> Option<Snapshot> {
    Some(running::running()?.snapshot(&name_other))
}

/// A loop at one moment: what [`snapshot`] returns.
///
/// Where somebody is named, it is a task (`Task-1`), the future of `block_on` (`root`), a
/// registered function (`callback`), or a waker that is not the loop's own and may stand for
/// anybody (`other`), as that of `join!` or of another runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The task whose turn it is, as [`current_task`] tells it.
    pub current: Option<String>,
    /// Who is ready, in the order of their turns.
    pub ready: Vec<String>,
    /// Who sleeps, the first to wake first.
    pub timers: Vec<Sleeper>,
    /// Who waits for a socket, in no order.
    pub sockets: Vec<Waiter>,
}

/// Somebody who waits for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sleeper {
    /// Who.
    pub name: String,
    /// How long from now; zero if the time has come, and `Duration::MAX` if it never will.
    pub remaining: Duration,
}

/// Somebody who waits for a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// Who.
    pub name: String,
    /// For what.
    pub direction: Direction,
}

/// One of the two things to wait for at a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// That there is something to read, or somebody to accept.
    Read,
    /// That there is room to write, or that the connection stands.
    Write,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Read => "read",
            Direction::Write => "write",
        })
    }
}

/// A turn, seen from another thread: what [`Handle::turn`](crate::Handle::turn) returns.
///
/// Two that are equal, asked for one after the other, say that the loop is in one and the same
/// turn for all that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The how-manieth turn of its loop it is.
    pub number: u64,
    /// The task's name; none if it is the turn of a callback or of the root future.
    pub task: Option<String>,
}

/// What the loop tells of its turn: two plain stores a turn.
pub(crate) struct Now {
    turn: AtomicU64,
    task: AtomicU32,
}

/// The turn is a callback's or the root's.
const NO_TASK: u32 = 0;
/// The number that the last task before the numbers begin again may have.
pub(crate) const LAST_TASK: u32 = NOBODY - 1;
/// The loop is in no turn.
const NOBODY: u32 = u32::MAX;

impl Now {
    pub(crate) fn new() -> Now {
        Now { turn: AtomicU64::new(0), task: AtomicU32::new(NOBODY) }
    }

    #[inline]
    pub(crate) fn turn(&self, number: u64) {
        self.turn.store(number, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn task(&self, number: u32) {
        self.task.store(number, Ordering::Relaxed);
    }

    pub(crate) fn no_task(&self) {
        self.task(NO_TASK);
    }

    pub(crate) fn nobody(&self) {
        self.task(NOBODY);
    }

    /// Between the two stores of another thread the task may be that of the turn before. It is
    /// another turn then when it is asked for again.
    pub(crate) fn sample(&self) -> Option<Turn> {
        let number = self.turn.load(Ordering::Relaxed);
        let task = match self.task.load(Ordering::Relaxed) {
            NOBODY => return None,
            NO_TASK => None,
            task => Some(task_name(task)),
        };
        Some(Turn { number, task })
    }
}
