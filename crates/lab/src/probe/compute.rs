//! Work for a processor: no memory, no system call, and nothing that a compiler could leave out.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// So many steps. One takes one to two nanoseconds in an optimised build.
pub fn steps(number: u64) {
    let mut state = black_box(0x9e37_79b9_7f4a_7c15_u64);
    for _ in 0..number {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    black_box(state);
}

/// How many steps take so long here: the fastest of some tries tells it. `python/load.py` counts
/// its own steps in the same way, so that a load takes as long in both languages.
pub fn steps_in(time: Duration) -> u64 {
    const TRY: u64 = 200_000;
    let one = |_| {
        let start = Instant::now();
        steps(TRY);
        start.elapsed().as_secs_f64()
    };
    let fastest = (0..10).map(one).fold(f64::INFINITY, f64::min);
    (time.as_secs_f64() / fastest * TRY as f64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_takes_more_steps() {
        assert!(steps_in(Duration::from_millis(10)) > steps_in(Duration::from_millis(1)));
    }
}
