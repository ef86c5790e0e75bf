//! Timelines of listings: recorded in a run, kept beside the listing, and held to by later runs.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use catalog::Side;
use timeline::Trace;

use crate::{Change, Entry, diff, root, run_traced};

/// Runs one variant and writes its timeline beside it. `None` if the one that is there has the
/// same order of events already: its times are as good as new ones.
///
/// # Errors
///
/// If the variant cannot run, fails, records nothing, or does not repeat its order of events; then
/// nothing is written. Or if the file cannot be written.
pub fn record_trace(entry: Entry, side: Side, limit: Duration) -> Result<Option<Change>> {
    let trace = traced(entry, side, limit)?;
    let again = traced(entry, side, limit)?;
    same_order(&trace, &again)?;
    let path = entry.trace(side);
    let file = root()?.join(&path);
    let before = timeline::read(&file).ok();
    if before.is_some_and(|before| says_the_same(&before, &trace)) {
        return Ok(None);
    }
    let existed = file.is_file();
    fs::write(&file, timeline::to_json(&trace))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Some(if existed { Change::Rewritten(path) } else { Change::Added(path) }))
}

/// How often a variant may run until it repeats its order. On a busy machine a timer is noticed so
/// late, now and then, that the next one has its turn first; a program that has changed never
/// repeats the order that it had.
const TRIES: usize = 4;

/// Runs one variant again and holds the order of its events to the recorded one: all of it where
/// it ran on one thread, that of each lane where not. Times are never compared. It may try a few
/// times, since a busy machine can make timers late.
///
/// # Errors
///
/// What differs, or why it could not be compared.
pub fn judge_trace(entry: Entry, side: Side, limit: Duration) -> Result<()> {
    let path = entry.trace(side);
    let recorded = timeline::read(&root()?.join(&path))?;
    let mut judged = same_order(&recorded, &traced(entry, side, limit)?);
    for _ in 1..TRIES {
        if judged.is_err() {
            judged = same_order(&recorded, &traced(entry, side, limit)?);
        }
    }
    judged.with_context(|| {
        let cure = format!("cargo listing --record-trace {} {side}", entry.listing.name);
        format!("{} is no longer what happens; `{cure}` writes it anew", path.display())
    })
}

fn traced(entry: Entry, side: Side, limit: Duration) -> Result<Trace> {
    let (run, trace) = run_traced(entry, side, limit)?;
    if let Some(why) = run.failure() {
        bail!("{} on {side}: {why}\n{}", entry.listing.name, run.stderr.trim_end());
    }
    trace
}

/// Whether a new record has nothing to tell that the old one does not.
fn says_the_same(before: &Trace, now: &Trace) -> bool {
    let asked = |trace: &Trace| trace.events.iter().any(|event| event.snapshot.is_some());
    before.lanes == now.lanes && asked(before) == asked(now) && same_order(before, now).is_ok()
}

fn same_order(recorded: &Trace, again: &Trace) -> Result<()> {
    let certain = timeline::certain(recorded);
    let (old, new) = (timeline::order(recorded, certain), timeline::order(again, certain));
    if old != new {
        let shown = diff("one run", &old, "another", &new);
        bail!("events do not come in the same order each time:\n{}", shown.trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find;

    fn recorded(name: &str, side: Side) -> Trace {
        let path = find(name).unwrap().trace(side);
        timeline::read(&root().unwrap().join(path)).unwrap()
    }

    #[test]
    fn other_times_are_the_same_order() {
        let trace = recorded("done_callback", Side::Tokio);
        let mut slower = trace.clone();
        slower.events.iter_mut().for_each(|event| event.at *= 3);

        same_order(&trace, &slower).unwrap();
    }

    #[test]
    fn a_record_is_renewed_when_the_loop_can_be_asked() {
        let trace = recorded("done_callback", Side::Turns);
        let mut older = trace.clone();
        older.events.iter_mut().for_each(|event| event.snapshot = None);

        assert!(says_the_same(&trace, &trace));
        assert!(!says_the_same(&older, &trace));
    }

    #[test]
    fn another_order_is_shown_as_a_difference() {
        let trace = recorded("done_callback", Side::Tokio);
        let mut other = trace.clone();
        // Who was first made is second now.
        let made = |event: &timeline::Event| matches!(event.what, timeline::What::Spawned { .. });
        let first = other.events.iter().position(made).unwrap();
        let event = other.events.remove(first);
        other.events.insert(first + 2, event);

        let error = same_order(&trace, &other).unwrap_err().to_string();

        assert!(error.starts_with("events do not come in the same order each time:\n--- one run"));
        assert!(error.contains("\n-main is made\n"), "{error}");
    }

    #[test]
    fn on_several_threads_only_each_lane_s_own_order_counts() {
        let trace = recorded("dropped_handle", Side::AsyncStd);
        let mut other = trace.clone();
        // A wake more, as when another thread was a little faster.
        let wake = other.events.iter().find(|e| matches!(e.what, timeline::What::Woken { .. }));
        let wake = wake.unwrap().clone();
        other.events.push(wake);
        let mut without_end = trace.clone();
        without_end.events.retain(|e| {
            !matches!(e.what, timeline::What::PollEnded { outcome: timeline::Outcome::Ready, .. })
        });

        same_order(&trace, &other).unwrap();
        same_order(&trace, &without_end).unwrap_err();
    }
}
