//! Three limits, and the longest of them binds. For the first design it is the second limit: only
//! one request is open. For ten threads of Python the first two are equal: their one core is busy
//! all the time, and more threads would not help. For the last design it is the third, and nothing
//! helps but a faster server.

/// What is to be done. Times are in milliseconds.
struct Load {
    requests: u64,
    /// How long each request computes.
    computes: u64,
    /// How long each request waits.
    waits: u64,
}

/// How it is done.
struct Design {
    /// How many cores can compute for it at the same time.
    cores: u64,
    /// How many requests can be open at the same time.
    open: u64,
}

/// The shortest time that the design can take for the load, in milliseconds.
fn at_least(load: &Load, design: &Design) -> u64 {
    let one = load.computes + load.waits;
    let computing = load.requests * load.computes / design.cores;
    let in_line = load.requests * one / design.open;
    computing.max(in_line).max(one)
}

// The test: the same for the solution.

/// Each of seven designs is at least as slow as the limits say.
pub fn test() {
    let load = Load { requests: 60, computes: 1, waits: 9 };
    for (name, cores, open, time) in [
        ("one thread", 1, 1, 600),
        ("ten threads of Rust on two cores", 2, 10, 60),
        ("ten threads of Python, which compute one at a time", 1, 10, 60),
        ("two processes of ten threads each, on two cores", 2, 20, 30),
        ("one loop with a coroutine for each request", 1, 60, 60),
        ("two loops on two cores", 2, 60, 30),
        ("sixty threads on sixty-four cores", 64, 60, 10),
    ] {
        let got = at_least(&load, &Design { cores, open });
        assert_eq!(got, time, "for {name}, that many milliseconds are not what the limits say");
    }
}
