//! The rows of the table, who takes part in each, and what is to be reached.

use figures::{Kind, Unit, grouped};

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
    pub title: String,
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

/// All rows; smaller sizes if it has to be quick.
pub fn rows(quick: bool) -> Vec<Row> {
    let part = if quick { 10 } else { 1 };
    let mut rows = Vec::new();
    let mut add = |name: &str, title: &str, metric, work: Work, units: u64, goals: &[Goal]| {
        let peers = Peer::ALL.into_iter().filter(|peer| match (work, metric) {
            (Work::Echo { .. }, _) => *peer != Peer::LocalPool,
            (_, Metric::Instructions) => !is_on_io_uring(*peer) && *peer != Peer::BareEpoll,
            _ => *peer != Peer::BareEpoll,
        });
        rows.push(Row {
            name: name.to_owned(),
            title: title.to_owned(),
            metric,
            cells: peers.map(|peer| Cell { peer, work, units: (units / part).max(1) }).collect(),
            goals: goals.to_vec(),
        });
    };

    use Goal::{AtMost, FewerThanEpoll, OfBare, OfBest};
    for tasks in [1, 100, 100_000] {
        let title = format!("yield, {} task{}", grouped(tasks), if tasks == 1 { "" } else { "s" });
        let units = if quick { 4_000_000 } else { 1_000_000 };
        add(
            &format!("yield.{tasks}"),
            &title,
            Metric::CpuNs,
            Work::Yield { tasks },
            units,
            &[OfBest(0.6)],
        );
    }
    add("spawn", "spawn and join", Metric::CpuNs, Work::Spawn, 300_000, &[OfBest(0.35)]);
    add(
        "ping-pong",
        "ping-pong, own channel",
        Metric::CpuNs,
        Work::PingPong,
        300_000,
        &[OfBest(0.6)],
    );
    let shared = Work::PingPongShared;
    add("ping-pong.shared", "ping-pong, async-channel", Metric::CpuNs, shared, 200_000, &[]);
    let title = "100,000 timers, in no order";
    add("timers", title, Metric::CpuNs, Work::Timers, 100_000, &[OfBest(0.5)]);
    let goals = [OfBest(1.0), AtMost(100.0)];
    add("timer.late", "a timer is late by", Metric::LateUs, Work::Late, 60, &goals);
    let goals = [OfBest(0.8)];
    let title = "wake from another thread, one";
    add("wake.1", title, Metric::CpuNs, Work::Wake { batch: 1 }, 5_000, &goals);
    let title = "wake from another thread, 1,000";
    add("wake.1000", title, Metric::CpuNs, Work::Wake { batch: 1_000 }, 300_000, &goals);
    let title = "spawn_blocking, there and back";
    add("blocking", title, Metric::CpuUs, Work::Blocking, 5_000, &[OfBest(1.0)]);

    let sleepers = grouped(1_000_000 / part);
    let (work, n) = (Work::Sleepers, 1_000_000);
    let goals = [OfBest(0.5), AtMost(115.0)];
    let title = format!("{sleepers} sleepers, memory each");
    add("sleepers.bytes", &title, Metric::Bytes, work, n, &goals);
    let title = format!("{sleepers} sleepers, CPU");
    add("sleepers.cpu", &title, Metric::CpuS, work, n, &[OfBest(0.4)]);
    let title = format!("{sleepers} sleepers of one second");
    add("sleepers.wall", &title, Metric::WallS, work, n, &[AtMost(1.2)]);

    for connections in [1, 100, 1_000, 10_000] {
        let work = Work::Echo { connections };
        let plural = if connections == 1 { "" } else { "s" };
        let title = format!("echo, {} connection{plural}", grouped(connections));
        let units = if connections == 1 { 5_000 } else { 25_000.max(connections * 2) };
        let goals = [OfBest(1.0), OfBare(1.08)];
        add(&format!("echo.{connections}"), &title, Metric::CpuUs, work, units, &goals);
    }
    for connections in [1, 100, 1_000, 10_000] {
        let work = Work::Echo { connections };
        let title = format!("system calls a message, {}", grouped(connections));
        let goals: &[Goal] = if connections == 1 { &[] } else { &[AtMost(2.1), FewerThanEpoll] };
        // Enough that accepting the connections, which differs from run to run, hardly shows.
        let units = 50_000.max(connections * 20);
        add(&format!("calls.{connections}"), &title, Metric::Calls, work, units, goals);
    }

    let counted = Metric::Instructions;
    let (work, goals) = (Work::Yield { tasks: 1 }, [OfBest(0.6), AtMost(140.0)]);
    add("instructions.yield", "instructions for a yield", counted, work, 50_000, &goals);
    let (work, goals) = (Work::Yield { tasks: 100 }, [OfBest(0.6), AtMost(140.0)]);
    add("instructions.yield.100", "… with 100 tasks", counted, work, 50_000, &goals);
    let goals = [OfBest(0.5), AtMost(600.0)];
    add("instructions.spawn", "… for spawn and join", counted, Work::Spawn, 20_000, &goals);
    let goals = [OfBest(0.6), AtMost(620.0)];
    add("instructions.ping-pong", "… for ping-pong", counted, Work::PingPong, 20_000, &goals);

    let sizes = &[1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][..if quick { 6 } else { 7 }];
    let flat = |name: &str, title: &str, units: u64, work: fn(u64) -> Work| Row {
        name: name.to_owned(),
        title: title.to_owned(),
        metric: Metric::CpuNs,
        cells: (sizes.iter())
            .map(|&tasks| Cell { peer: Peer::Turns, work: work(tasks), units: units / part })
            .collect(),
        goals: vec![Goal::Flat(2.0)],
    };
    let title = "a yield, by number of tasks";
    rows.push(flat("flat.yield", title, 4_000_000, |tasks| Work::Yield { tasks }));
    let title = "spawn and join, by number of tasks";
    rows.push(flat("flat.spawn", title, 1_000_000, |tasks| Work::SpawnTogether { tasks }));
    let title = "a wake from another thread, by number of tasks";
    let mut wakes = flat("flat.wake", title, 100_000, |batch| Work::Wake { batch });
    // Below a thousand it is the sleep of the threads that costs, not the wake.
    wakes.cells.retain(|cell| cell.work.words().1 >= Some(1_000));
    for cell in &mut wakes.cells {
        cell.units = cell.units.max(cell.work.words().1.unwrap_or(1));
    }
    rows.push(wakes);
    rows
}

/// Valgrind knows no io_uring.
fn is_on_io_uring(peer: Peer) -> bool {
    matches!(peer, Peer::Monoio | Peer::Glommio | Peer::Compio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let rows = rows(false);
        for (place, row) in rows.iter().enumerate() {
            assert!(rows[..place].iter().all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn the_words_of_a_work_lead_back_to_it() {
        for cell in rows(false).iter().flat_map(|row| &row.cells) {
            let (word, number) = cell.work.words();
            assert_eq!(Work::from_words(word, number.unwrap_or(0)), Some(cell.work));
        }
    }
}
