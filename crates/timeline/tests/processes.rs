//! Child processes write into the same record, on one clock.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use timeline::{LaneKind, What, read_folder};

/// This program again, told to run `act_pupil`, a test that does nothing for anybody else.
fn pupil(name: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "act_pupil", "--nocapture"]).stdout(Stdio::null());
    command.env("TIMELINE_TEST_PUPIL", name).env(timeline::FOLDER, folder);
    command
}

#[test]
fn act_pupil() {
    let Some(name) = std::env::var_os("TIMELINE_TEST_PUPIL") else { return };
    let _lane = timeline::process(name.to_string_lossy());
    let _lesson = timeline::span("lesson");
    if name == "hangs" {
        loop {
            std::thread::park();
        }
    }
    std::thread::sleep(Duration::from_millis(20));
}

#[test]
fn what_children_do_is_in_one_record_in_the_order_of_time() {
    let folder = tempfile::tempdir().unwrap();

    let start = Instant::now();
    for name in ["Alice", "Bob"] {
        assert!(pupil(name, folder.path()).status().unwrap().success());
    }
    let took = start.elapsed();
    let trace = read_folder(folder.path()).unwrap();

    // One after the other: so are their events, on the clock that they share.
    let lanes: Vec<(&str, LaneKind)> =
        trace.lanes.iter().map(|lane| (lane.name.as_str(), lane.kind)).collect();
    assert_eq!(lanes, [("Alice", LaneKind::Process), ("Bob", LaneKind::Process)]);
    let when = |wanted: What| trace.events.iter().find(|event| event.what == wanted).unwrap().at;
    assert!(when(What::LaneEnded { lane: 0 }) < when(What::LaneStarted { lane: 1 }));
    assert_eq!(trace.events[0].at, 0);
    assert!(u128::from(trace.events.last().unwrap().at) <= took.as_nanos());
    // Each counts its spans from 0; together they are told apart.
    let spans: Vec<usize> = trace
        .events
        .iter()
        .filter_map(|event| match event.what {
            What::SpanStarted { span, .. } => Some(span),
            _ => None,
        })
        .collect();
    assert_eq!(spans, [0, 1]);
    assert_eq!(timeline::parse(&timeline::to_json(&trace)).unwrap(), trace);
}

#[test]
fn one_that_hangs_leaves_what_it_did_until_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = pupil("hangs", folder.path()).spawn().unwrap();

    let start = Instant::now();
    while read_folder(folder.path()).is_err() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let trace = read_folder(folder.path()).unwrap();
    let whats: Vec<_> = trace.events.iter().map(|event| &event.what).collect();
    assert!(matches!(whats[..], [What::LaneStarted { .. }, What::SpanStarted { .. }]), "{whats:?}");
}

#[test]
fn a_folder_in_which_nobody_wrote_is_said_to_be_empty() {
    let folder = tempfile::tempdir().unwrap();

    let error = read_folder(folder.path()).unwrap_err().to_string();

    assert!(error.starts_with("nothing was recorded: wrap a future in"), "{error}");
}
