//! A loop gives an answer each `computes` milliseconds. So many threads give one each
//! `(computes + waits) / threads`, unless their cores hold them up: then it is `computes / cores`.
//! Whichever of the two is longer counts. So threads win if they hide the waiting *and* have more
//! than one core: with ten of them, as soon as a request computes for more than a ninth of its
//! wait. The comparison is multiplied out, since a division of integers would round.

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

fn choose(load: &Load, threads: u64, cores: u64) -> Faster {
    let hides_the_waits = load.computes + load.waits < load.computes * threads;
    if hides_the_waits && cores > 1 { Threads } else { OneLoop }
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
