//! What a row of the table is: who takes part, in which work, and what is to be reached.

use figures::{Kind, Unit, Words};

/// A runtime, or the bare loop that shows how far one can get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// The book's own.
    Turns,
    /// tokio on one thread.
    Tokio,
    /// tokio on as many threads as there are cores.
    TokioMulti,
    /// async-std.
    AsyncStd,
    /// smol's `LocalExecutor`.
    SmolLocal,
    /// smol's `Executor` on one thread.
    Smol,
    /// `LocalPool` of futures.
    LocalPool,
    /// monoio.
    Monoio,
    /// glommio.
    Glommio,
    /// compio.
    Compio,
    /// A loop around epoll, written for the purpose.
    BareEpoll,
}

impl Peer {
    /// All, in the order of the columns.
    pub const ALL: [Peer; 11] = [
        Peer::Turns,
        Peer::Tokio,
        Peer::TokioMulti,
        Peer::AsyncStd,
        Peer::SmolLocal,
        Peer::Smol,
        Peer::LocalPool,
        Peer::Monoio,
        Peer::Glommio,
        Peer::Compio,
        Peer::BareEpoll,
    ];

    /// As in the table and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Peer::Turns => "turns",
            Peer::Tokio => "tokio",
            Peer::TokioMulti => "tokio-multi",
            Peer::AsyncStd => "async-std",
            Peer::SmolLocal => "smol-local",
            Peer::Smol => "smol",
            Peer::LocalPool => "local-pool",
            Peer::Monoio => "monoio",
            Peer::Glommio => "glommio",
            Peer::Compio => "compio",
            Peer::BareEpoll => "bare-epoll",
        }
    }

    /// The peer of that name.
    pub fn named(name: &str) -> Option<Peer> {
        Peer::ALL.into_iter().find(|peer| peer.name() == name)
    }

    /// Whether it waits by epoll, one call for each read and write.
    pub fn is_on_epoll(self) -> bool {
        use Peer::{AsyncStd, Smol, SmolLocal, Tokio, TokioMulti};
        matches!(self, Tokio | TokioMulti | AsyncStd | SmolLocal | Smol)
    }
}

/// What a child process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Yields of so many tasks.
    Yield {
        /// How many.
        tasks: u64,
    },
    /// A task, awaited, and the next.
    Spawn,
    /// Many tasks, then all awaited.
    SpawnTogether {
        /// How many.
        tasks: u64,
    },
    /// Two tasks and the runtime's own channel.
    PingPong,
    /// Two tasks and async-channel.
    PingPongShared,
    /// Sleeps in no order.
    Timers,
    /// How late a sleep ends.
    Late,
    /// Wakes from another thread.
    Wake {
        /// How many tasks at once.
        batch: u64,
    },
    /// Calls of the pool for what blocks.
    Blocking,
    /// Tasks that all sleep.
    Sleepers,
    /// TCP echo.
    Echo {
        /// How many.
        connections: u64,
    },
}

/// What a runtime must have to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Tasks, which all have.
    Tasks,
    /// A channel of its own.
    Channel,
    /// Timers.
    Timers,
    /// TCP.
    Sockets,
}

impl Work {
    /// `yield 100`: the first word, and the number if there is one.
    pub fn words(self) -> (&'static str, Option<u64>) {
        match self {
            Work::Yield { tasks } => ("yield", Some(tasks)),
            Work::Spawn => ("spawn", None),
            Work::SpawnTogether { tasks } => ("spawn-together", Some(tasks)),
            Work::PingPong => ("ping-pong", None),
            Work::PingPongShared => ("ping-pong-shared", None),
            Work::Timers => ("timers", None),
            Work::Late => ("late", None),
            Work::Wake { batch } => ("wake", Some(batch)),
            Work::Blocking => ("blocking", None),
            Work::Sleepers => ("sleepers", None),
            Work::Echo { connections } => ("echo", Some(connections)),
        }
    }

    /// The other way round.
    pub fn from_words(word: &str, number: u64) -> Option<Work> {
        Some(match word {
            "yield" => Work::Yield { tasks: number },
            "spawn" => Work::Spawn,
            "spawn-together" => Work::SpawnTogether { tasks: number },
            "ping-pong" => Work::PingPong,
            "ping-pong-shared" => Work::PingPongShared,
            "timers" => Work::Timers,
            "late" => Work::Late,
            "wake" => Work::Wake { batch: number },
            "blocking" => Work::Blocking,
            "sleepers" => Work::Sleepers,
            "echo" => Work::Echo { connections: number },
            _ => return None,
        })
    }

    /// What it needs.
    pub fn need(self) -> Need {
        match self {
            Work::PingPong => Need::Channel,
            Work::Timers | Work::Late | Work::Sleepers => Need::Timers,
            Work::Echo { .. } => Need::Sockets,
            _ => Need::Tasks,
        }
    }
}

/// How a row's value comes from what was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// CPU time for a unit, in nanoseconds.
    CpuNs,
    /// CPU time for a unit, in microseconds.
    CpuUs,
    /// CPU time of it all, in seconds.
    CpuS,
    /// Wall time of it all, in seconds.
    WallS,
    /// Memory that came with a unit, in bytes.
    Bytes,
    /// How late, in microseconds.
    LateUs,
    /// System calls for a unit, counted by the kernel.
    Calls,
    /// Instructions for a unit, counted by callgrind.
    Instructions,
}

impl Metric {
    /// In the table.
    pub fn unit(self) -> &'static str {
        match self {
            Metric::CpuNs => "CPU ns",
            Metric::CpuUs => "CPU µs",
            Metric::CpuS => "CPU s",
            Metric::WallS => "s",
            Metric::Bytes => "bytes",
            Metric::LateUs => "µs",
            Metric::Calls => "calls",
            Metric::Instructions => "instructions",
        }
    }

    /// The same in the units that figures have, and what one of these is of them.
    pub fn base(self) -> (Unit, f64, Kind) {
        match self {
            Metric::CpuNs => (Unit::Seconds, 1e-9, Kind::Cpu),
            Metric::CpuUs => (Unit::Seconds, 1e-6, Kind::Cpu),
            Metric::CpuS => (Unit::Seconds, 1.0, Kind::Cpu),
            Metric::WallS => (Unit::Seconds, 1.0, Kind::Wall),
            Metric::LateUs => (Unit::Seconds, 1e-6, Kind::Wall),
            Metric::Bytes => (Unit::Bytes, 1.0, Kind::Memory),
            Metric::Calls | Metric::Instructions => (Unit::Count, 1.0, Kind::Counted),
        }
    }

    /// Whether it is the same in each run, so that once is enough.
    pub fn is_counted(self) -> bool {
        matches!(self, Metric::Calls | Metric::Instructions)
    }
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// At most this part of the best peer's.
    OfBest(f64),
    /// At most this many times the bare loop's.
    OfBare(f64),
    /// At most this, in the row's unit.
    AtMost(f64),
    /// Fewer than every peer that waits by epoll.
    FewerThanEpoll,
    /// The dearest size costs at most this many times the cheapest.
    Flat(f64),
}

/// One value of a row: by whom, and how much of which work.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// By whom.
    pub peer: Peer,
    /// What.
    pub work: Work,
    /// How often.
    pub units: u64,
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// As on the command line.
    pub name: String,
    /// In words.
    pub title: Words,
    /// What of it.
    pub metric: Metric,
    /// By whom.
    pub cells: Vec<Cell>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
}

impl Row {
    /// How a cell is called in this row: by its size in a row of one runtime.
    pub fn cell_name(&self, cell: Cell) -> String {
        match cell.work.words() {
            (_, Some(tasks)) if self.name.starts_with("flat.") => tasks.to_string(),
            _ => cell.peer.name().to_owned(),
        }
    }
}
