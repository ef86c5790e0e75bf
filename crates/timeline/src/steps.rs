//! A trace event by event, for a figure that can be stepped.

use std::collections::HashMap;

use serde::Serialize;

use crate::Lang;
use crate::axis::moment;
use crate::lanes::{State, changes};
use crate::layout::Layout;
use crate::trace::{Outcome, Snapshot, Source, Trace, What};
use crate::words::{Words, thread_name};

/// Every event of a trace, with what holds after it, and where the picture shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// The lanes, with the rows that they have in the picture.
    pub lanes: Vec<StepLane>,
    /// Where a line through all rows begins, in the picture’s units.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// The events in the order of time.
    pub steps: Vec<Step>,
}

/// A lane, and its row in the picture; that of a folded lane is the row of all folded ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepLane {
    /// Its name.
    pub name: String,
    /// The upper end of its row.
    pub y: f64,
    /// The height of its row.
    pub height: f64,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// When it happened: `12.345 ms`.
    pub time: String,
    /// Where that is in the picture.
    pub x: f64,
    /// To whom it happened: an index of [`Steps::lanes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<usize>,
    /// On which thread.
    pub thread: String,
    /// What happened, as a sentence.
    pub words: String,
    /// What each lane does after it, one letter a lane: `.` not there yet, `q` ready, `r` runs,
    /// `w` waits, `e` has ended, `p` has panicked, `c` was cancelled.
    pub states: String,
    /// The last line of this lane that the listing marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the loop held, if it was asked: at the begin and the end of each turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
}

/// Lists the events of a trace.
pub fn steps(trace: &Trace, lang: Lang) -> Steps {
    let layout = Layout::new(trace);
    let words = Words::new(trace, lang);
    let mut states = vec![State::NotMade; trace.lanes.len()];
    let mut sources: Vec<Option<Source>> = vec![None; trace.lanes.len()];
    let names = LoopNames::new(trace);
    let lasts = trace.events.last().map_or(0, |event| event.at);
    let mut changes = changes(trace).into_iter().peekable();
    let mut steps = Vec::new();
    for (index, event) in trace.events.iter().enumerate() {
        while let Some((_, lane, state)) = changes.next_if(|change| change.0 == index) {
            states[lane] = state;
        }
        let lane = event.what.lane();
        if let (Some(lane), Some(source)) = (lane, &event.source) {
            sources[lane] = Some(source.clone());
        }
        steps.push(Step {
            time: moment(event.at, lasts),
            x: rounded(layout.axis.x(event.at)),
            lane,
            thread: thread_name(trace, event.thread),
            words: words.event(event),
            states: states.iter().map(|state| state.letter()).collect(),
            source: lane.and_then(|lane| sources[lane].clone()),
            snapshot: event.snapshot.as_ref().map(|held| names.translated(index, held)),
        });
    }
    Steps {
        lanes: lanes(trace, &layout),
        top: rounded(layout.top - 4.0),
        bottom: rounded(layout.bottom + 4.0),
        steps,
    }
}

fn lanes(trace: &Trace, layout: &Layout) -> Vec<StepLane> {
    let row = |lane| layout.row_of(lane).map_or((0.0, 0.0), |row| (row.y, row.height));
    let lane = |(index, lane): (usize, &crate::Lane)| {
        let (y, height) = row(index);
        StepLane { name: lane.name.clone(), y: rounded(y), height: rounded(height) }
    };
    trace.lanes.iter().enumerate().map(lane).collect()
}

/// What the loops call their tasks, and what their lanes are called. Each loop begins its names
/// anew, and stays on its thread. There another one follows it when a name whose lane has ended
/// stands for a new lane.
struct LoopNames<'a> {
    loops: Vec<Names<'a>>,
    /// Which loop each event belongs to.
    of_event: Vec<usize>,
    trace: &'a Trace,
}

/// The lanes by their names in one loop.
#[derive(Default)]
struct Names<'a> {
    lanes: HashMap<&'a str, usize>,
    /// The loop that was there before: it may be the same, and know the rest.
    before: Option<usize>,
}

impl LoopNames<'_> {
    /// A lane and the loop’s task belong together if one is polled in the turn of the other. Of
    /// lanes inside each other, the outer one is polled first, and is the task.
    fn new(trace: &Trace) -> LoopNames<'_> {
        let mut loops: Vec<Names<'_>> = trace.threads.iter().map(|_| Names::default()).collect();
        let mut here: Vec<usize> = (0..loops.len()).collect();
        let mut depths = vec![0_usize; loops.len()];
        let mut ended = vec![false; trace.lanes.len()];
        let mut of_event = Vec::with_capacity(trace.events.len());
        for event in &trace.events {
            let (here, depth) = (&mut here[event.thread], &mut depths[event.thread]);
            match event.what {
                What::PollStarted { lane } => {
                    let current = event.snapshot.as_ref().and_then(|held| held.current.as_deref());
                    if let (0, Some(current)) = (*depth, current) {
                        let known = loops[*here].lanes.get(current);
                        if known.is_some_and(|known| *known != lane && ended[*known]) {
                            loops.push(Names { before: Some(*here), ..Names::default() });
                            *here = loops.len() - 1;
                        }
                        loops[*here].lanes.entry(current).or_insert(lane);
                    }
                    *depth += 1;
                }
                What::PollEnded { lane, outcome } => {
                    *depth = depth.saturating_sub(1);
                    ended[lane] |= outcome != Outcome::Pending;
                }
                What::Dropped { lane } => ended[lane] = true,
                _ => {}
            }
            of_event.push(*here);
        }
        LoopNames { loops, of_event, trace }
    }

    /// What the loop held at the event of this index, by the names of the lanes.
    fn translated(&self, index: usize, snapshot: &Snapshot) -> Snapshot {
        let one = |text: &String| {
            // The name stands before the colon, if there is one.
            let (name, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            format!("{}{rest}", self.lane(self.of_event[index], name).unwrap_or(name))
        };
        let all = |list: &[String]| list.iter().map(one).collect();
        Snapshot {
            current: snapshot.current.as_ref().map(one),
            ready: all(&snapshot.ready),
            timers: all(&snapshot.timers),
            sockets: all(&snapshot.sockets),
        }
    }

    fn lane(&self, one: usize, name: &str) -> Option<&str> {
        let mut loops = std::iter::successors(Some(one), |one| self.loops[*one].before);
        let lane = loops.find_map(|one| self.loops[one].lanes.get(name))?;
        Some(&self.trace.lanes[*lane].name)
    }
}

/// As precise as the picture itself.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
