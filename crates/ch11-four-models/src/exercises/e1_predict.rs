//! Say how long a design needs for a load, at the very least, before anybody measures it.
//!
//! # Hint
//!
//! Three things take their time however clever the rest is. The cores must compute for all
//! requests. Only so many requests can be open at the same time. And a single request is not
//! shorter than itself. Which of the three takes longest?

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
    // Your turn: this counts only the waiting. What else takes its time?
    let _ = (load.computes, design.cores);
    load.requests * load.waits / design.open
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
