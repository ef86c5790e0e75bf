//! Stage 2: a loop that calls functions later, and sleeps until then.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::thread; // New!
use std::time::{Duration, Instant}; // New!

/// A function that is called once, and gets the loop to register others.
type Callback = Box<dyn FnOnce(&mut EventLoop)>;
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60); // New!

/// A loop with functions and timers.
pub struct EventLoop {
    /// Who is ready, the first in front.
    queue: VecDeque<Callback>,
    /// Who is to be ready when, sorted; the number keeps those apart whose times are equal.
    timers: BTreeMap<(Instant, u64), Callback>, // New!
    /// How many timers there have been.
    numbers: u64, // New!
    stopping: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        let (queue, timers) = (VecDeque::new(), BTreeMap::new()); // New!
        EventLoop { queue, timers, numbers: 0, stopping: false } // New!
    }

    /// Lets a function be called once, after all that are ready now.
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    // New!
    /// Lets a function be called once, when the time has passed; in a century at the latest.
    pub fn call_later(&mut self, delay: Duration, function: impl FnOnce(&mut Self) + 'static) {
        self.numbers += 1;
        self.timers.insert((Instant::now() + delay.min(CENTURY), self.numbers), Box::new(function));
    }

    /// Makes `run_forever` return at the end of this round.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Gives everybody their turn, round after round, until somebody calls `stop`.
    pub fn run_forever(&mut self) {
        loop {
            self.look_around(); // New!
            // Who comes into the queue during this round has to wait for the next one.
            for callback in mem::take(&mut self.queue) {
                callback(self);
            }
            if mem::take(&mut self.stopping) {
                return;
            }
        }
    }

    // New!
    /// Sleeps if nobody is ready; then makes those ready whose time has come.
    fn look_around(&mut self) {
        if let (true, Some((deadline, _))) = (self.queue.is_empty(), self.timers.keys().next()) {
            thread::sleep(deadline.saturating_duration_since(Instant::now()));
        }
        self.fire_timers();
    }

    // New!
    /// Moves those into the queue whose time has come, the earliest first.
    fn fire_timers(&mut self) {
        let still_waiting = self.timers.split_off(&(Instant::now(), u64::MAX));
        let expired = mem::replace(&mut self.timers, still_waiting);
        self.queue.extend(expired.into_values());
    }
}

pub fn main() {
    let mut event_loop = EventLoop::new();
    let start = Instant::now();
    event_loop.call_later(Duration::from_millis(300), |_| println!("after 300 ms"));
    event_loop.call_later(Duration::from_millis(100), |_| println!("after 100 ms"));
    event_loop.call_later(Duration::from_millis(400), |event_loop| event_loop.stop());
    event_loop.call_soon(|_| println!("soon"));
    event_loop.run_forever();
    let waited = start.elapsed() >= Duration::from_millis(400);
    println!("stopped; 400 ms have passed: {waited}");
}
