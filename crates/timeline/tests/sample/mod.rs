//! Traces made by hand, so that a picture of them is the same every time.

#![allow(dead_code, reason = "each test uses what it needs")]

use timeline::{
    Event, Lane, LaneKind, Outcome, Process, SCHEMA, Snapshot, Source, Thread, Trace, What,
};

pub const MS: u64 = 1_000_000;

/// An empty trace with these threads and tasks, in one process.
pub fn empty(threads: &[&str], tasks: &[&str]) -> Trace {
    let thread = |name: &&str| Thread { name: (*name).to_owned(), process: 0 };
    let kind = LaneKind::Task;
    let lane = |name: &&str| Lane { name: (*name).to_owned(), kind, process: 0 };
    Trace {
        schema: SCHEMA,
        listing: "sample".to_owned(),
        side: "tokio".to_owned(),
        started: 0,
        processes: vec![Process { name: "main".to_owned() }],
        threads: threads.iter().map(thread).collect(),
        lanes: tasks.iter().map(lane).collect(),
        events: Vec::new(),
    }
}

/// Adds an event at so many microseconds.
pub fn add(trace: &mut Trace, micros: u64, thread: usize, what: What) {
    let at = micros * 1000;
    trace.events.push(Event { at, thread, what, source: None, snapshot: None });
}

/// A whole turn.
pub fn turn(trace: &mut Trace, lane: usize, thread: usize, from: u64, to: u64, outcome: Outcome) {
    add(trace, from, thread, What::PollStarted { lane });
    add(trace, to, thread, What::PollEnded { lane, outcome });
}

/// Two tasks on one thread: Alice blocks it for 40 ms, and Bob’s wake comes late.
pub fn blocked() -> Trace {
    let mut trace = empty(&["main"], &["Alice", "Bob & <Co>"]);
    add(&mut trace, 0, 0, What::Spawned { lane: 0, by: None });
    add(&mut trace, 5, 0, What::Spawned { lane: 1, by: None });
    turn(&mut trace, 1, 0, 10, 20, Outcome::Pending);
    add(&mut trace, 30, 0, What::PollStarted { lane: 0 });
    add(&mut trace, 40, 0, What::SpanStarted { span: 0, lane: Some(0), name: "blocks".into() });
    add(&mut trace, 40_000, 0, What::SpanEnded { span: 0, lane: Some(0) });
    add(&mut trace, 40_010, 0, What::PollEnded { lane: 0, outcome: Outcome::Ready });
    add(&mut trace, 40_020, 0, What::Woken { lane: 1, by: None });
    turn(&mut trace, 1, 0, 40_030, 40_040, Outcome::Ready);
    trace
}

/// Two tasks on two threads that run at the same time for 10 ms; one wakes the other.
pub fn overlapping() -> Trace {
    let mut trace = empty(&["worker 1", "worker 2"], &["Alice", "小明"]);
    add(&mut trace, 0, 0, What::Spawned { lane: 0, by: None });
    add(&mut trace, 1_000, 0, What::Spawned { lane: 1, by: None });
    add(&mut trace, 2_000, 0, What::PollStarted { lane: 0 });
    turn(&mut trace, 1, 1, 5_000, 6_000, Outcome::Pending);
    add(&mut trace, 7_000, 0, What::Woken { lane: 1, by: Some(0) });
    add(&mut trace, 10_000, 1, What::PollStarted { lane: 1 });
    add(&mut trace, 20_000, 0, What::PollEnded { lane: 0, outcome: Outcome::Ready });
    add(&mut trace, 25_000, 1, What::PollEnded { lane: 1, outcome: Outcome::Panicked });
    trace
}

/// So many tasks, each with two turns.
pub fn crowd(tasks: usize) -> Trace {
    let names: Vec<String> = (1..=tasks).map(|number| format!("task {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut trace = empty(&["main"], &names);
    let mut now = 0;
    for lane in 0..tasks {
        now += 10;
        add(&mut trace, now, 0, What::Spawned { lane, by: None });
        turn(&mut trace, lane, 0, now + 1, now + 5, Outcome::Pending);
    }
    for lane in 0..tasks {
        now += 500;
        add(&mut trace, now, 0, What::Woken { lane, by: None });
        turn(&mut trace, lane, 0, now + 10, now + 100, Outcome::Ready);
    }
    trace
}

/// One event of every kind.
pub fn everything() -> Trace {
    let mut trace = empty(&["main"], &["Alice", "Bob"]);
    let whats = [
        What::Spawned { lane: 0, by: None },
        What::Spawned { lane: 1, by: Some(0) },
        What::PollStarted { lane: 1 },
        What::SpanStarted { span: 3, lane: Some(1), name: "lesson “1”".to_owned() },
        What::Marked { lane: None, name: "a bell".to_owned() },
        What::Woken { lane: 0, by: Some(1) },
        What::Woken { lane: 0, by: None },
        What::PollEnded { lane: 1, outcome: Outcome::Pending },
        What::SpanEnded { span: 3, lane: Some(1) },
        What::Cancelled { lane: 1 },
        What::Dropped { lane: 1 },
        What::LaneStarted { lane: 0 },
        What::WaitStarted { lane: 0, name: "join".to_owned() },
        What::WaitEnded { lane: 0 },
        What::LaneEnded { lane: 0 },
        What::Parked,
        What::Unparked,
    ];
    for (index, what) in whats.into_iter().enumerate() {
        add(&mut trace, index as u64 * 100, 0, what);
    }
    trace.events[0].source = Some(Source { file: "on_tokio.rs".to_owned(), line: 7 });
    trace.events[2].snapshot = Some(Snapshot {
        current: Some("Task-1".to_owned()),
        ready: vec!["Alice".to_owned()],
        timers: vec!["Task-1: 5 ms".to_owned()],
        sockets: Vec::new(),
    });
    trace
}
