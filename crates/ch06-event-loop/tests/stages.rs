//! What the page promises of the stages: each fits on a page, and each repeats the one before, so
//! that the page need show only what it adds.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use ch06_event_loop::s2_timers::plain::EventLoop;

const STAGES: [(&str, &str); 5] = [
    ("s1_callbacks", include_str!("../src/s1_callbacks/plain.rs")),
    ("s2_timers", include_str!("../src/s2_timers/plain.rs")),
    ("s3_sockets", include_str!("../src/s3_sockets/plain.rs")),
    ("s4_generators", include_str!("../src/s4_generators/plain.rs")),
    ("s5_wake", include_str!("../src/s5_wake/plain.rs")),
];

#[test]
fn each_stage_is_below_two_hundred_lines() {
    for (name, text) in STAGES {
        assert!(text.lines().count() < 200, "{name} has {} lines", text.lines().count());
    }
}

#[test]
fn each_stage_keeps_every_method_of_the_loop_before_it() {
    let methods = |text: &'static str| {
        let the_loop = text.split("impl EventLoop {").nth(1).unwrap_or_default();
        let the_loop = the_loop.split("pub fn main").next().unwrap_or_default();
        the_loop.lines().filter_map(|line| line.split_once("fn ")?.1.split(['(', '<']).next())
    };
    for pair in STAGES.windows(2) {
        let ((before, old), (name, new)) = (pair[0], pair[1]);
        assert!(methods(old).count() >= 4, "{before} has the methods of a loop");
        for method in methods(old) {
            assert!(methods(new).any(|kept| kept == method), "{name} has lost `{method}`");
        }
    }
}

#[test]
fn a_timer_is_never_early_and_late_only_where_a_callback_takes_long() {
    let (start, called) = (Instant::now(), Rc::new(RefCell::new(Vec::new())));
    let mut event_loop = EventLoop::new();
    for ms in [20, 10] {
        let called = called.clone();
        event_loop.call_later(Duration::from_millis(ms), move |_| {
            let waited = start.elapsed();
            assert!(waited >= Duration::from_millis(ms), "{ms} ms are not over after {waited:?}");
            called.borrow_mut().push((ms, waited >= Duration::from_millis(50)));
        });
    }
    event_loop.call_later(Duration::from_millis(50), EventLoop::stop);
    // It computes, or so it seems to the loop: its turn is long.
    event_loop.call_soon(|_| thread::sleep(Duration::from_millis(50)));
    event_loop.run_forever();
    assert_eq!(*called.borrow(), [(10, true), (20, true)]);
}
