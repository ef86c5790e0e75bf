//! Several processes’ records become one, on one clock.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::trace::{SCHEMA, Trace, What};

/// Reads what every process of a run wrote into its folder.
///
/// # Errors
///
/// If the folder or a file cannot be read, or no process has recorded anything.
pub fn read_folder(folder: &Path) -> Result<Trace> {
    let mut traces = Vec::new();
    let files =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            traces.push(read(&path)?);
        }
    }
    let trace = merge(traces);
    if trace.events.is_empty() {
        bail!("nothing was recorded: wrap a future in `timeline::task(name, future)`");
    }
    Ok(trace)
}

/// Reads one trace.
///
/// # Errors
///
/// If the file cannot be read, is no trace, or one of a later schema.
pub fn read(path: &Path) -> Result<Trace> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text).with_context(|| format!("{} is no trace", path.display()))
}

/// Reads a trace from its JSON, and checks that every index in it is good.
///
/// # Errors
///
/// If it is no trace, or one of a later schema.
pub fn parse(json: &str) -> Result<Trace> {
    let mut trace: Trace = serde_json::from_str(json)?;
    if trace.schema != SCHEMA {
        bail!("it has schema {}, and this program reads {SCHEMA}", trace.schema);
    }
    let (processes, threads, lanes) =
        (trace.processes.len(), trace.threads.len(), trace.lanes.len());
    let in_process = |process: usize| process < processes;
    let mut good = trace.threads.iter().all(|thread| in_process(thread.process))
        && trace.lanes.iter().all(|lane| in_process(lane.process));
    for event in &mut trace.events {
        good &= event.thread < threads;
        good &= event.what.lanes_mut().into_iter().flatten().all(|lane| *lane < lanes);
    }
    // A lane without an event is drawn on the first thread.
    good &= lanes == 0 || threads > 0;
    if !good {
        bail!("an index in it points to nothing");
    }
    if !trace.events.is_sorted_by_key(|event| event.at) {
        bail!("its events are not in the order of time");
    }
    Ok(trace)
}

/// The JSON of a trace, one line for each lane and event, so that two versions can be compared.
pub fn to_json(trace: &Trace) -> String {
    let line = |value: serde_json::Result<String>| {
        value.expect("a trace has only strings, numbers and lists, which always have a JSON form")
    };
    fn list<T: serde::Serialize>(
        items: &[T],
        line: impl Fn(serde_json::Result<String>) -> String,
    ) -> String {
        let lines: Vec<String> =
            items.iter().map(|item| format!("    {}", line(serde_json::to_string(item)))).collect();
        if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) }
    }
    let started = match trace.started {
        0 => String::new(),
        started => format!("  \"started\": {started},\n"),
    };
    format!(
        "{{\n  \"schema\": {},\n  \"listing\": {},\n  \"side\": {},\n{started}  \"processes\": {},\n  \
         \"threads\": {},\n  \"lanes\": {},\n  \"events\": {}\n}}\n",
        trace.schema,
        line(serde_json::to_string(&trace.listing)),
        line(serde_json::to_string(&trace.side)),
        list(&trace.processes, line),
        list(&trace.threads, line),
        list(&trace.lanes, line),
        list(&trace.events, line),
    )
}

/// Merges the records of a run’s processes; the first event of all is at 0.
pub fn merge(mut traces: Vec<Trace>) -> Trace {
    traces.retain(|trace| !trace.events.is_empty());
    let first_of = |trace: &Trace| trace.started + trace.events[0].at;
    traces.sort_by_key(first_of);
    let zero = traces.first().map_or(0, first_of);
    let mut whole = Trace { schema: SCHEMA, ..Trace::default() };
    let mut spans = 0;
    for mut trace in traces {
        let process = whole.processes.len();
        let (threads, lanes) = (whole.threads.len(), whole.lanes.len());
        number_duplicates(&mut trace);
        whole.processes.append(&mut trace.processes);
        whole.threads.extend(trace.threads.into_iter().map(|mut thread| {
            thread.process += process;
            thread
        }));
        whole.lanes.extend(trace.lanes.into_iter().map(|mut lane| {
            lane.process += process;
            lane
        }));
        let mut next_span = spans;
        for mut event in trace.events {
            event.at = (trace.started + event.at).saturating_sub(zero);
            event.thread += threads;
            event.what.lanes_mut().into_iter().flatten().for_each(|lane| *lane += lanes);
            if let What::SpanStarted { span, .. } | What::SpanEnded { span, .. } = &mut event.what {
                *span += spans;
                next_span = next_span.max(*span + 1);
            }
            whole.events.push(event);
        }
        spans = next_span;
    }
    // Stable, so that what one process did stays in its order.
    whole.events.sort_by_key(|event| event.at);
    whole
}

/// Threads of a pool share one name; with numbers they can be told apart.
fn number_duplicates(trace: &mut Trace) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for thread in &trace.threads {
        *uses.entry(thread.name.clone()).or_default() += 1;
    }
    let mut given: HashMap<String, usize> = HashMap::new();
    for thread in &mut trace.threads {
        if uses[&thread.name] > 1 {
            let number = given.entry(thread.name.clone()).or_default();
            *number += 1;
            thread.name = format!("{} {number}", thread.name);
        }
    }
}
