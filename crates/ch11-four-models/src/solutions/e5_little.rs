//! While one request is being done, `rate` times its length others come, and so many are open at
//! the same time. That is Little's law, and it asks nobody how the work is done. Half a request
//! needs a whole worker, so the number is rounded up. A real load is not steady: if requests come
//! in bursts, or some take longer, more workers are needed so that the queue is short.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many workers are needed if so many requests come each second, and each takes so many
/// milliseconds.
fn workers(rate: u64, milliseconds: u64) -> u64 {
    (rate * milliseconds).div_ceil(1000)
}

// The test: the same for the solution.

/// With so many workers nobody waits for ever longer; with one less, they do.
pub fn test() {
    for (rate, milliseconds) in [(100, 50), (100, 55), (1, 1), (3, 1000), (7, 3000), (1000, 12)] {
        let case = format!("{rate} requests a second, each of {milliseconds} ms");
        let workers = workers(rate, milliseconds);
        assert!(workers > 0, "{case}: nobody works");
        assert!(!grows(rate, milliseconds, workers), "{case}: with {workers} the queue grows");
        if workers > 1 {
            let fewer = workers - 1;
            assert!(grows(rate, milliseconds, fewer), "{case}: {fewer} would be enough");
        }
    }
}

/// Whether requests wait longer and longer for a worker. Time is counted in steps such that both
/// the distance of two requests and the length of each are whole numbers.
fn grows(rate: u64, milliseconds: u64, workers: u64) -> bool {
    let (distance, length) = (1000, milliseconds * rate);
    let mut free_at: BinaryHeap<_> = (0..workers).map(|_| Reverse(0)).collect();
    let mut waited = Vec::new();
    for request in 0..20_000 {
        let comes = request * distance;
        let Reverse(free) = free_at.pop().expect("somebody works");
        let begins = free.max(comes);
        waited.push(begins - comes);
        free_at.push(Reverse(begins + length));
    }
    waited[19_000..].iter().max() > waited[9_000..10_000].iter().max()
}
