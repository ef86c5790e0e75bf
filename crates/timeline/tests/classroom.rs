//! The sample of the examples, on every side: the teacher on one thread never has two at once.

#![allow(dead_code, reason = "the example's `main` is not called here")]

#[path = "../examples/classroom/main.rs"]
mod classroom;

use timeline::{Lang, What, certain, describe, order};

const ALONE: &str = "At no time did two run at once.";

#[test]
fn one_thread_never_runs_two_at_once() {
    for side in ["tokio", "turns", "blocked"] {
        let trace = classroom::record(side).unwrap();

        assert!(describe(&trace, Lang::En).contains(ALONE), "{side}");
        assert_eq!(certain(&trace), timeline::Certain::Whole, "{side}");
    }
}

#[test]
fn each_pupil_has_two_lessons_on_every_side() {
    for side in ["tokio", "tokio-2", "async_std", "smol", "turns", "threads"] {
        let trace = classroom::record(side).unwrap();

        for (lane, _) in trace.lanes.iter().enumerate().filter(|(_, lane)| lane.name != "school") {
            let of_lane = |what: &What| matches!(what, What::SpanStarted { lane: Some(own), .. } if *own == lane);
            let lessons = trace.events.iter().filter(|event| of_lane(&event.what)).count();
            assert_eq!(lessons, 2, "lane {lane} on {side}");
        }
        assert_eq!(trace.lanes.len(), 4, "{side}");
        roxmltree::Document::parse(&timeline::svg(&trace, Lang::Zh)).unwrap();
    }
}

#[test]
fn the_same_program_has_the_same_order_each_time() {
    // Pupils with near timers may swap turns on a busy machine; their own lists stay.
    for side in ["tokio-2", "async_std", "smol", "threads"] {
        let each = timeline::Certain::EachLane;

        let once = order(&classroom::record(side).unwrap(), each);
        let again = order(&classroom::record(side).unwrap(), each);

        assert_eq!(once, again, "{side}");
    }
}
