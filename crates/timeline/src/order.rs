//! What of a trace is the same in every run: the order of events, without times.

use crate::Lang;
use crate::lanes::{State, changes};
use crate::trace::{Event, Outcome, Trace, What};
use crate::words::Words;

/// How much of the order of events is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certain {
    /// All of it: everything happened on one thread.
    Whole,
    /// That of each lane alone.
    EachLane,
}

/// How much of this trace’s order another run must repeat.
///
/// A thread that only wakes, as a runtime’s timer thread does, takes nothing from it.
pub fn certain(trace: &Trace) -> Certain {
    let mut threads = trace.events.iter().filter(|event| !is_of_runtime(event));
    let first = threads.next().map(|event| event.thread);
    if threads.all(|event| Some(event.thread) == first) {
        Certain::Whole
    } else {
        Certain::EachLane
    }
}

/// The events that every run repeats, one a line, without times and threads.
///
/// Left out in both cases: when the runtime itself wakes somebody or parks, since timers that are
/// near each other may be noticed together or one after the other; and polls that nobody asked
/// for, in which nothing happens, as of the future in `block_on`, which some runtimes poll whenever
/// the thread was woken. With [`Certain::EachLane`], each lane has its own list of how it began,
/// what it marked and how it ended. How often a task finds that it has to wait depends on the other
/// threads there, as does whether one that never ends has a turn before the program does.
pub fn order(trace: &Trace, certain: Certain) -> String {
    let idle = idle_polls(trace);
    let words = Words::new(trace, Lang::En);
    let kept = trace.events.iter().enumerate();
    let kept = kept.filter(|(index, event)| !is_of_runtime(event) && !idle[*index]);
    match certain {
        Certain::Whole => kept.map(|(_, event)| line(&words, event)).collect(),
        Certain::EachLane => {
            let mut lanes = vec![Vec::new(); trace.lanes.len()];
            for (_, event) in kept {
                if let Some(lane) = event.what.lane() {
                    lanes[lane].push(event);
                }
            }
            // Which of two threads makes its lane first is not certain either.
            let mut lists: Vec<String> = lanes
                .iter()
                .enumerate()
                .map(|(lane, events)| {
                    format!("{}\n{}", trace.lanes[lane].name, of_lane(events, &words))
                })
                .collect();
            lists.sort();
            lists.concat()
        }
    }
}

fn of_lane(events: &[&Event], words: &Words<'_>) -> String {
    let is_certain = |event: &&&Event| match event.what {
        What::PollEnded { outcome, .. } => outcome != Outcome::Pending,
        What::PollStarted { .. } | What::Woken { .. } | What::Dropped { .. } => false,
        _ => true,
    };
    events.iter().filter(is_certain).map(|event| format!("  {}", line(words, event))).collect()
}

/// One event in words that have no thread in them.
fn line(words: &Words<'_>, event: &Event) -> String {
    let text = words.event(event);
    let text = text.split(", on thread").next().unwrap_or(&text);
    format!("{}\n", text.trim_end_matches('.'))
}

/// Whether this is the runtime’s doing alone.
fn is_of_runtime(event: &Event) -> bool {
    matches!(event.what, What::Woken { by: None, .. } | What::Parked | What::Unparked)
}

/// Marks both events of each poll that nobody asked for and in which nothing happened.
fn idle_polls(trace: &Trace) -> Vec<bool> {
    let mut idle = vec![false; trace.events.len()];
    let mut states = vec![State::NotMade; trace.lanes.len()];
    let mut changes = changes(trace).into_iter().peekable();
    for (index, event) in trace.events.iter().enumerate() {
        if let What::PollStarted { lane } = event.what
            && states[lane] == State::Waiting
            && let Some(end) = end_of_empty_poll(&trace.events[index + 1..], event, lane)
        {
            idle[index] = true;
            idle[index + 1 + end] = true;
        }
        while let Some((_, lane, state)) = changes.next_if(|change| change.0 == index) {
            states[lane] = state;
        }
    }
    idle
}

/// Where a poll ends, if it is pending and nothing else happens on its thread until then.
fn end_of_empty_poll(rest: &[Event], start: &Event, lane: usize) -> Option<usize> {
    let here = rest.iter().position(|event| event.thread == start.thread)?;
    let outcome = Outcome::Pending;
    (rest[here].what == What::PollEnded { lane, outcome }).then_some(here)
}
