//! What a trace means for each lane: from when to when it ran, was ready, waited, and how it ended.

use std::collections::HashMap;

use crate::trace::{LaneKind, Outcome, Trace, What};

/// What a lane does at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is not there yet.
    NotMade,
    /// It could run, and another has the turn.
    Ready,
    /// It has its turn.
    Running,
    /// It waits to be woken.
    Waiting,
    /// It ended with its value.
    Ended,
    /// It ended by a panic.
    Panicked,
    /// It was dropped before its end.
    Cancelled,
}

impl State {
    /// Its letter in [`crate::Step::states`].
    pub fn letter(self) -> char {
        match self {
            State::NotMade => '.',
            State::Ready => 'q',
            State::Running => 'r',
            State::Waiting => 'w',
            State::Ended => 'e',
            State::Panicked => 'p',
            State::Cancelled => 'c',
        }
    }
}

/// A stretch of time in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its begin and end in nanoseconds.
    pub from: u64,
    /// The end.
    pub to: u64,
    /// Ready, running or waiting.
    pub state: State,
    /// Index of the thread, where it runs.
    pub thread: usize,
}

/// Something that the listing named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// From when.
    pub from: u64,
    /// Until when; the same for a moment.
    pub to: u64,
    /// Its name.
    pub name: String,
}

/// One lane of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// In the order of time, without gaps.
    pub stretches: Vec<Stretch>,
    /// Spans and moments.
    pub named: Vec<Named>,
    /// When and how it ended.
    pub end: Option<(u64, End)>,
    /// How often it was polled.
    pub turns: usize,
}

/// How a lane ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With its value.
    Value,
    /// By a panic.
    Panic,
    /// It was dropped before.
    Cancel,
}

/// Says of every state change of a trace, in order: index of the event, lane, new state.
pub fn changes(trace: &Trace) -> Vec<(usize, usize, State)> {
    let mut states = vec![State::NotMade; trace.lanes.len()];
    // Woken while it runs: it will be ready, not waiting, when the poll returns.
    let mut woken = vec![false; trace.lanes.len()];
    let mut changes = Vec::new();
    for (index, event) in trace.events.iter().enumerate() {
        let Some(lane) = event.what.lane() else { continue };
        let before = states[lane];
        let after = match &event.what {
            What::Spawned { .. } => State::Ready,
            What::PollStarted { .. } => {
                woken[lane] = false;
                State::Running
            }
            What::PollEnded { outcome: Outcome::Ready, .. } => State::Ended,
            What::PollEnded { outcome: Outcome::Panicked, .. } => State::Panicked,
            What::PollEnded { outcome: Outcome::Pending, .. } => {
                if woken[lane] {
                    State::Ready
                } else {
                    State::Waiting
                }
            }
            What::Woken { .. } => {
                woken[lane] = true;
                if before == State::Waiting { State::Ready } else { before }
            }
            What::Cancelled { .. } => State::Cancelled,
            What::LaneStarted { .. } | What::WaitEnded { .. } => State::Running,
            What::LaneEnded { .. } => State::Ended,
            What::WaitStarted { .. } => State::Waiting,
            _ => before,
        };
        if after != before {
            states[lane] = after;
            changes.push((index, lane, after));
        }
    }
    changes
}

/// The course of every lane, up to the last event.
pub fn courses(trace: &Trace) -> Vec<Course> {
    let end = trace.events.last().map_or(0, |event| event.at);
    let mut courses = vec![Course::default(); trace.lanes.len()];
    let mut open: Vec<Option<Stretch>> = vec![None; trace.lanes.len()];
    for (index, lane, state) in changes(trace) {
        let event = &trace.events[index];
        let course = &mut courses[lane];
        if let Some(stretch) = open[lane].take() {
            course.stretches.push(Stretch { to: event.at, ..stretch });
        }
        course.end = match state {
            State::Ended => Some((event.at, End::Value)),
            State::Panicked => Some((event.at, End::Panic)),
            State::Cancelled => Some((event.at, End::Cancel)),
            _ => None,
        };
        if course.end.is_none() {
            open[lane] = Some(Stretch { from: event.at, to: end, state, thread: event.thread });
        }
    }
    for (course, stretch) in courses.iter_mut().zip(open) {
        course.stretches.extend(stretch);
    }
    for event in &trace.events {
        if let What::PollStarted { lane } = event.what {
            courses[lane].turns += 1;
        }
    }
    add_names(trace, &mut courses, end);
    courses
}

/// Spans, moments and what threads wait for, each on its lane.
fn add_names(trace: &Trace, courses: &mut [Course], end: u64) {
    let mut spans: HashMap<usize, (usize, usize)> = HashMap::new();
    for event in &trace.events {
        match &event.what {
            What::SpanStarted { span, lane: Some(lane), name } => {
                let named = &mut courses[*lane].named;
                named.push(Named { from: event.at, to: end, name: name.clone() });
                spans.insert(*span, (*lane, named.len() - 1));
            }
            What::SpanEnded { span, .. } => {
                if let Some((lane, index)) = spans.get(span).copied() {
                    courses[lane].named[index].to = event.at;
                }
            }
            What::Marked { lane: Some(lane), name } => {
                let (from, to) = (event.at, event.at);
                courses[*lane].named.push(Named { from, to, name: name.clone() });
            }
            _ => {}
        }
    }
}

/// When at least one of these lanes ran on this thread.
pub fn busy(courses: &[Course], lanes: &[usize], thread: usize) -> Vec<(u64, u64)> {
    let here = |stretch: &&Stretch| stretch.state == State::Running && stretch.thread == thread;
    let mut all: Vec<(u64, u64)> = lanes
        .iter()
        .flat_map(|lane| courses[*lane].stretches.iter().filter(here))
        .map(|stretch| (stretch.from, stretch.to))
        .collect();
    all.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for (from, to) in all {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// A wake that let a waiting task become ready, or that a task gave itself in its own turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// When, in nanoseconds.
    pub at: u64,
    /// Who was woken.
    pub lane: usize,
    /// By whom, or `None` for the runtime.
    pub by: Option<usize>,
    /// On which thread.
    pub thread: usize,
}

/// The wakes that changed something.
pub fn wakes(trace: &Trace) -> Vec<Wake> {
    let changed: Vec<usize> = changes(trace).into_iter().map(|(index, _, _)| index).collect();
    let events = trace.events.iter().enumerate();
    events
        .filter_map(|(index, event)| {
            let What::Woken { lane, by } = event.what else { return None };
            let counts = by == Some(lane) || changed.binary_search(&index).is_ok();
            counts.then_some(Wake { at: event.at, lane, by, thread: event.thread })
        })
        .collect()
}

/// Whether a lane is a future, which is polled and woken.
pub fn is_task(trace: &Trace, lane: usize) -> bool {
    trace.lanes[lane].kind == LaneKind::Task
}
