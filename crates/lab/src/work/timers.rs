//! Sleeps: what many cost, and how late one is.

use super::{Clock, nanoseconds, sleepers};
use crate::runtime::Runtime;
use crate::sample::Sample;
use std::time::{Duration, Instant};

/// That many sleeps that end within a fifth of a second, started in no order.
pub async fn shuffled<R: Runtime>(total: u64) -> Sample {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let first = Duration::from_millis(100);
    let window = nanoseconds(Duration::from_millis(200));
    let times: Vec<_> =
        (0..total).map(|_| first + Duration::from_nanos(random.below(window))).collect();
    let clock = Clock::start();
    sleepers::sleep_all::<R>(times.into_iter()).await;
    clock.stop(total)
}

/// The median of how much later than asked a sleep of one to four milliseconds ends.
pub async fn late<R: Runtime>(times: u64) -> Sample {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let clock = Clock::start();
    let mut late = Vec::new();
    for _ in 0..times {
        let time = Duration::from_micros(1_000 + random.below(3_000));
        let start = Instant::now();
        R::sleep(time).await;
        late.push(nanoseconds(start.elapsed().saturating_sub(time)));
    }
    late.sort_unstable();
    Sample { late_ns: Some(late[late.len() / 2]), ..clock.stop(times) }
}

/// Numbers in no order, the same in each run: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
