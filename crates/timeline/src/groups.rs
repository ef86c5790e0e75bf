//! Which lanes stand together in the picture: those of a thread, of a pool of threads, of a process.

use crate::lanes::{Course, Named, State, busy};
use crate::trace::{LaneKind, Trace, What};

/// Lanes that stand together in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the lanes have in common.
    pub place: Place,
    /// Indexes of the lanes, in the order in which they were made.
    pub lanes: Vec<usize>,
    /// The threads that the lanes ran on, or that woke them.
    pub strips: Vec<Strip>,
}

/// One thread, with the stretches of time in which it ran a lane of its group. Between them its
/// loop waits, or does work of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Index of the thread.
    pub thread: usize,
    /// Begin and end of each.
    pub busy: Vec<(u64, u64)>,
    /// When its loop said that it waits in the kernel.
    pub parked: Vec<(u64, u64)>,
    /// Moments that were marked in nobody’s turn, as in a callback of the loop.
    pub named: Vec<Named>,
}

/// What the lanes of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Tasks that kept to one thread; its index.
    Thread(usize),
    /// Tasks of one process, some of which moved between threads; the index of the process.
    Pool(usize),
    /// Threads that marked themselves; the index of their process.
    Threads(usize),
    /// Processes that marked themselves.
    Processes,
}

/// The lanes in groups, each with its threads; and a group without lanes for each other thread
/// that woke somebody.
///
/// Where every task of a process kept to one thread, each thread is a group; where one moved, all
/// of that process are one group, and the thread is told by the fill.
pub fn groups(trace: &Trace, courses: &[Course]) -> Vec<Group> {
    let homes: Vec<Vec<usize>> = courses.iter().map(threads_of).collect();
    let is_pool: Vec<bool> = (0..trace.processes.len())
        .map(|process| {
            let mut lanes = trace.lanes.iter().enumerate();
            lanes.any(|(index, lane)| {
                lane.process == process && lane.kind == LaneKind::Task && homes[index].len() > 1
            })
        })
        .collect();
    let mut groups = Groups(Vec::new());
    for (index, lane) in trace.lanes.iter().enumerate() {
        let place = match (lane.kind, homes[index].first()) {
            (LaneKind::Process, _) => Place::Processes,
            (LaneKind::Thread, _) => Place::Threads(lane.process),
            (LaneKind::Task, _) if is_pool[lane.process] => Place::Pool(lane.process),
            (LaneKind::Task, Some(thread)) => Place::Thread(*thread),
            // It never had a turn: it stands where it was made.
            (LaneKind::Task, None) => Place::Thread(made_on(trace, index)),
        };
        let group = groups.at(place);
        group.lanes.push(index);
        if lane.kind == LaneKind::Task {
            homes[index].iter().for_each(|thread| group.add_strip(*thread));
        }
    }
    for event in &trace.events {
        if matches!(event.what, What::Woken { by: None, .. }) {
            let process = trace.threads[event.thread].process;
            let place = Place::Thread(event.thread);
            let place = if is_pool[process] { Place::Pool(process) } else { place };
            groups.at(place).add_strip(event.thread);
        }
    }
    for group in &mut groups.0 {
        for strip in &mut group.strips {
            strip.busy = busy(courses, &group.lanes, strip.thread);
            strip.parked = parked(trace, strip.thread);
            strip.named = marks_of_nobody(trace, strip.thread);
        }
        group.strips.sort_by_key(|strip| strip.thread);
    }
    groups.0
}

fn made_on(trace: &Trace, lane: usize) -> usize {
    let made = trace.events.iter().find(|event| event.what.lane() == Some(lane));
    made.map_or(0, |event| event.thread)
}

fn parked(trace: &Trace, thread: usize) -> Vec<(u64, u64)> {
    let mut stretches = Vec::new();
    let mut since = None;
    for event in trace.events.iter().filter(|event| event.thread == thread) {
        match event.what {
            What::Parked => since = Some(event.at),
            What::Unparked => stretches.extend(since.take().map(|since| (since, event.at))),
            _ => {}
        }
    }
    let end = trace.events.last().map_or(0, |event| event.at);
    stretches.extend(since.map(|since| (since, end)));
    stretches
}

fn marks_of_nobody(trace: &Trace, thread: usize) -> Vec<Named> {
    let here = trace.events.iter().filter(|event| event.thread == thread);
    here.filter_map(|event| match &event.what {
        What::Marked { lane: None, name } => {
            Some(Named { from: event.at, to: event.at, name: name.clone() })
        }
        _ => None,
    })
    .collect()
}

struct Groups(Vec<Group>);

impl Groups {
    fn at(&mut self, place: Place) -> &mut Group {
        let known = self.0.iter().position(|group| group.place == place);
        let index = known.unwrap_or_else(|| {
            self.0.push(Group { place, lanes: Vec::new(), strips: Vec::new() });
            self.0.len() - 1
        });
        &mut self.0[index]
    }
}

impl Group {
    fn add_strip(&mut self, thread: usize) {
        if self.strips.iter().all(|strip| strip.thread != thread) {
            self.strips.push(Strip {
                thread,
                busy: Vec::new(),
                parked: Vec::new(),
                named: Vec::new(),
            });
        }
    }
}

/// The threads that a lane ran on, in the order of its first turns there.
fn threads_of(course: &Course) -> Vec<usize> {
    let mut threads = Vec::new();
    for stretch in course.stretches.iter().filter(|stretch| stretch.state == State::Running) {
        if !threads.contains(&stretch.thread) {
            threads.push(stretch.thread);
        }
    }
    threads
}
