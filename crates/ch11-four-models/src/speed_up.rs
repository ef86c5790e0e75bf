//! A hundred waits for 1 to 100 threads: how much faster should so many be?
//!
//! A thread that waits costs nothing; a thread that is started does.

/// How long the hundred waits take one after the other, in milliseconds.
const WAITS: f64 = 250.0;
/// How long it takes to start one thread and to be done with it, in milliseconds:
/// about what Rust needs, and about what Python does.
const STARTS: [f64; 2] = [0.01, 0.04];

pub fn main() {
    println!("{:12} {:>7} {:>7}", "", "Rust", "Python");
    for threads in [1, 2, 5, 10, 20, 50, 100] {
        let [rust, python] = STARTS.map(|start| time(1, start) / time(threads, start));
        println!("{threads:4} threads {rust:7.1} {python:7.1}");
    }
    let [rust, python] = STARTS.map(best);
    println!("best number: {rust:7} {python:7}");
}

/// So many threads: each waits for its part, and all must be started.
fn time(threads: u32, start: f64) -> f64 {
    let threads = f64::from(threads);
    WAITS / threads + start * threads
}

/// How many threads take the shortest time.
fn best(start: f64) -> u32 {
    let shorter = |one: &u32, other: &u32| time(*one, start).total_cmp(&time(*other, start));
    (1..=1000).min_by(shorter).unwrap()
}
