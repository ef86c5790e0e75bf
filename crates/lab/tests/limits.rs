//! What the book measured keeps to the limits that chapter 11 computes: nothing is done sooner, and
//! nothing in Rust takes twice as long.

#![forbid(unsafe_code)]

use figures::Results;
use std::path::Path;

/// The rows of `three_limits`, and the name of each in the lab.
const ROWS: [(&str, &str); 11] = [
    ("1 thread", "models.rust.one"),
    ("10 threads", "models.rust.threads"),
    ("20 threads", "models.rust.as_many_threads"),
    ("2 processes, 10 threads each", "models.rust.processes_threads"),
    ("1 loop", "models.rust.coroutines"),
    ("2 processes, a loop in each", "models.rust.processes_coroutines"),
    ("2 threads, a loop on each", "models.rust.loops"),
    ("1 thread", "models.python.one"),
    ("20 threads, one lock", "models.python.as_many_threads"),
    ("2 processes, 10 threads each", "models.python.processes_threads"),
    ("1 loop", "models.python.coroutines"),
];

/// In seconds, by the row’s name.
fn at_least(output: &str, row: &str) -> f64 {
    let number = |line: &str| line.split_whitespace().next_back()?.parse::<f64>().ok();
    let line = output.lines().find(|line| {
        line.strip_prefix(row).is_some_and(|rest| rest.trim_start().starts_with(char::is_numeric))
    });
    line.and_then(number).unwrap_or_else(|| panic!("no row {row:?} in:\n{output}")) / 1e3
}

#[test]
fn no_design_beats_its_limit_and_in_rust_none_takes_twice_as_long() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reference = Results::read(&folder.join("reference/claims.json")).expect("the reference");
    if reference.machine.cores != 2 {
        // The listing’s limits are those of two cores.
        return;
    }
    let limits = folder.join("../ch11-four-models/src/three_limits.output.txt");
    let limits = std::fs::read_to_string(limits).expect("what the listing prints");
    for (row, name) in ROWS {
        let limit = at_least(&limits, row);
        let took = reference.figure(name).and_then(|figure| figure.value).expect(name).median;
        assert!(took > limit, "{name}: {took} s are less than the limit, {limit} s");
        let is_near = took < 2.0 * limit || name.contains("python");
        assert!(is_near, "{name}: {took} s are more than twice the limit, {limit} s");
    }
}
