//! Sixty requests in seven designs: how long must each take, at the least?

/// Each request waits for its answer, and then computes with it: both in milliseconds.
const WAITS: f64 = 4.0;
const COMPUTES: f64 = 0.65;
const REQUESTS: f64 = 60.0;

pub fn main() {
    // How many cores compute at the same time, and how many requests are open.
    let designs = [
        ("1 thread", 1.0, 1.0),
        ("10 threads", 2.0, 10.0),
        ("10 threads, one lock", 1.0, 10.0),
        ("2 times 10 threads", 2.0, 20.0),
        ("1 loop", 1.0, REQUESTS),
        ("2 processes, 2 loops", 2.0, REQUESTS),
        ("1 process, 2 loops", 2.0, REQUESTS),
    ];
    println!("{:21} computing  in line  one  at least", "");
    for (name, cores, open) in designs {
        let computing = REQUESTS * COMPUTES / cores;
        let in_line = REQUESTS * (WAITS + COMPUTES) / open;
        let one = WAITS + COMPUTES;
        let at_least = computing.max(in_line).max(one);
        println!("{name:21} {computing:9.1} {in_line:8.1} {one:4.1} {at_least:9.1}");
    }
}
