//! The work that is measured, written once for all runtimes.

pub mod blocking;
pub mod ping_pong;
pub mod sleepers;
pub mod spawn;
pub mod timers;
pub mod wake;
pub mod yields;

use crate::sample::Sample;
use cpu_time::ProcessTime;
use std::time::Instant;

/// CPU and wall time from here on.
pub struct Clock {
    cpu: ProcessTime,
    wall: Instant,
}

impl Clock {
    /// Starts both.
    pub fn start() -> Clock {
        Clock { cpu: ProcessTime::now(), wall: Instant::now() }
    }

    /// What passed while that many units of work were done.
    pub fn stop(&self, units: u64) -> Sample {
        let wall = self.wall.elapsed();
        let cpu = self.cpu.elapsed();
        Sample { units, cpu_ns: nanoseconds(cpu), wall_ns: nanoseconds(wall), ..Sample::default() }
    }
}

/// A duration as a number that JSON holds exactly.
pub fn nanoseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
