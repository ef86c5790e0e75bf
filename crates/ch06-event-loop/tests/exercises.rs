//! Every solution passes its test, and every stub fails the same one.

use ch06_event_loop::{exercises, solutions};

/// A file's test.
type Test = fn();

const ALL: [(&str, Test, Test); 5] = [
    ("e1", exercises::e1_predict::test, solutions::e1_predict::test),
    ("e2", exercises::e2_cancel_a_timer::test, solutions::e2_cancel_a_timer::test),
    ("e3", exercises::e3_nothing_left::test, solutions::e3_nothing_left::test),
    ("e4", exercises::e4_fairness::test, solutions::e4_fairness::test),
    ("e5", exercises::e5_on_a_thread::test, solutions::e5_on_a_thread::test),
];

#[test]
fn every_solution_passes() {
    for (_, _, solution) in ALL {
        solution();
    }
}

#[test]
fn every_stub_fails() {
    for (name, stub, _) in ALL {
        assert!(std::panic::catch_unwind(stub).is_err(), "the stub of {name} passes its test");
    }
}
