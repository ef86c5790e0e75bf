//! Sixty requests under the five designs, on two cores: how long at the least?

/// Each request waits for its answer, and then computes with it: both in milliseconds.
const WAITS: f64 = 4.0;
const COMPUTES: f64 = 0.65;
const REQUESTS: f64 = 60.0;

pub fn main() {
    // How many cores can compute at the same time, and how many requests are open.
    let designs = [
        ("1 thread", 1.0, 1.0),
        ("10 threads", 2.0, 10.0),
        ("10 threads, one lock", 1.0, 10.0),
        ("20 threads", 2.0, 20.0),
        ("20 threads, one lock", 1.0, 20.0),
        ("2 processes, 10 threads each", 2.0, 20.0),
        ("1 loop", 1.0, REQUESTS),
        ("2 processes, a loop in each", 2.0, REQUESTS),
        ("2 threads, a loop on each", 2.0, REQUESTS),
    ];
    println!("{:28}  cores  queue  single  at least", "");
    for (name, cores, open) in designs {
        let computing = REQUESTS * COMPUTES / cores;
        let queueing = REQUESTS * (WAITS + COMPUTES) / open;
        let single = WAITS + COMPUTES;
        let at_least = computing.max(queueing).max(single);
        println!("{name:28} {computing:6.1} {queueing:6.1} {single:7.1} {at_least:9.1}");
    }
}
