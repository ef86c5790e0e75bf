//! There are more requests than anybody can count. Are they done sooner by one loop, or by so many
//! threads? If both take the same time, take the loop, which needs less memory.
//!
//! # Hint
//!
//! Ask how many milliseconds pass from one answer to the next, if all goes on for hours. One loop
//! computes all the time. And the threads: what may hold them up, apart from the waiting?

use Faster::{OneLoop, Threads};

/// What each request does. Times are in milliseconds.
struct Load {
    computes: u64,
    waits: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Faster {
    OneLoop,
    Threads,
}

fn choose(load: &Load, threads: u64, _cores: u64) -> Faster {
    // Your turn: this thinks that waiting is all that there is.
    if load.waits / threads > load.computes { OneLoop } else { Threads }
}

// The test: the same for the solution.

/// The faster of the two is chosen for eight loads.
pub fn test() {
    for (computes, waits, threads, cores, faster) in [
        (1, 100, 10, 8, OneLoop),
        (1, 8, 10, 8, Threads),
        (1, 10, 10, 8, OneLoop),
        (10, 10, 10, 8, Threads),
        (10, 10, 10, 1, OneLoop),
        (1, 0, 4, 4, Threads),
        (1, 98, 100, 64, Threads),
        (1, 100, 100, 64, OneLoop),
    ] {
        let got = choose(&Load { computes, waits }, threads, cores);
        assert_eq!(
            got, faster,
            "the load computes for {computes} ms and waits for {waits} ms a request, and there \
             are {threads} threads on {cores} cores"
        );
    }
}
