//! Every exercise fails as it stands, every solution passes, and both are held to the same test.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use ch07_async_await::{exercises, solutions};

type Row = (&'static str, fn(), fn());

const ROWS: [Row; 5] = [
    ("e1_predict", exercises::e1_predict::test, solutions::e1_predict::test),
    ("e2_lost_wake", exercises::e2_lost_wake::test, solutions::e2_lost_wake::test),
    ("e3_yield_now", exercises::e3_yield_now::test, solutions::e3_yield_now::test),
    ("e4_join", exercises::e4_join::test, solutions::e4_join::test),
    ("e5_shrink", exercises::e5_shrink::test, solutions::e5_shrink::test),
];

#[test]
fn every_exercise_fails_as_it_stands() {
    for (name, exercise, _) in ROWS {
        assert!(catch_unwind(exercise).is_err(), "{name} is solved already");
    }
}

#[test]
fn every_solution_passes() {
    for (_, _, solution) in ROWS {
        solution();
    }
}

#[test]
fn an_exercise_and_its_solution_have_the_same_test() {
    for (name, _, _) in ROWS {
        let of = |folder: &str| {
            let file =
                Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/{folder}/{name}.rs"));
            let text = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
            let (_, test) = text.split_once("// The test: the same for the solution.\n").unwrap();
            test.to_owned()
        };

        assert_eq!(of("exercises"), of("solutions"), "{name}");
    }
}
