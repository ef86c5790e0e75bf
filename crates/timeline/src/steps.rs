//! A trace event by event, for a figure that can be stepped.

use std::collections::HashMap;

use serde::Serialize;

use crate::Lang;
use crate::axis::moment;
use crate::lanes::{State, changes};
use crate::layout::Layout;
use crate::trace::{Snapshot, Source, Trace, What};
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
            snapshot: event.snapshot.as_ref().map(|snapshot| names.translated(snapshot)),
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

/// What a loop calls its tasks, and what their lanes are called.
struct LoopNames<'a>(HashMap<&'a str, &'a str>);

impl LoopNames<'_> {
    /// A lane and the loop’s task belong together if one is polled in the turn of the other. Of
    /// lanes inside each other, the outer one is polled first, and is the task.
    fn new(trace: &Trace) -> LoopNames<'_> {
        let mut names = HashMap::new();
        for event in &trace.events {
            if let (What::PollStarted { lane }, Some(snapshot)) = (&event.what, &event.snapshot)
                && let Some(current) = &snapshot.current
            {
                names.entry(current.as_str()).or_insert(trace.lanes[*lane].name.as_str());
            }
        }
        LoopNames(names)
    }

    fn translated(&self, snapshot: &Snapshot) -> Snapshot {
        let all = |list: &[String]| list.iter().map(|text| self.one(text)).collect();
        Snapshot {
            current: snapshot.current.as_deref().map(|text| self.one(text)),
            ready: all(&snapshot.ready),
            timers: all(&snapshot.timers),
            sockets: all(&snapshot.sockets),
        }
    }

    /// The name stands before the colon, if there is one.
    fn one(&self, text: &str) -> String {
        let (name, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
        format!("{}{rest}", self.0.get(name).copied().unwrap_or(name))
    }
}

/// As precise as the picture itself.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
