//! Stage 2: a loop that calls functions later, and sleeps until then.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::thread;
use std::time::{Duration, Instant};

/// A function that is called once, and gets the loop to register others.
type Callback = Box<dyn FnOnce(&mut EventLoop)>;
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// A loop with functions and timers.
pub struct EventLoop {
    /// Whoever is ready, the first in front.
    queue: VecDeque<Callback>,
    /// What to call at which time, sorted; the number keeps equal times apart.
    timers: BTreeMap<(Instant, u64), Callback>,
    /// How many timers there have been.
    numbers: u64,
    stopping: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        let (queue, timers) = (VecDeque::new(), BTreeMap::new());
        EventLoop { queue, timers, numbers: 0, stopping: false }
    }

    /// Lets a function be called once, after all that are ready now.
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    /// Lets a function be called once, when the time has passed; in a century at the latest.
    pub fn call_later(&mut self, delay: Duration, function: impl FnOnce(&mut Self) + 'static) {
        self.numbers += 1;
        self.timers.insert((Instant::now() + delay.min(CENTURY), self.numbers), Box::new(function));
    }

    /// Makes `run_forever` return at the end of this round.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Calls whatever is ready, round after round, until somebody calls `stop`.
    pub fn run_forever(&mut self) {
        loop {
            self.look_around();
            // What is registered during this round has to wait for the next one.
            for callback in mem::take(&mut self.queue) {
                callback(self);
            }
            if mem::take(&mut self.stopping) {
                return;
            }
        }
    }

    /// Sleeps if nothing is ready; then looks whose time has come.
    fn look_around(&mut self) {
        let first_timer = self.timers.keys().next();
        if let Some((at, _)) = first_timer
            && self.queue.is_empty()
            && !self.stopping
        {
            thread::sleep(at.saturating_duration_since(Instant::now()));
        }
        self.fire_timers();
    }

    /// Moves into the queue what is due by now, the earliest first.
    fn fire_timers(&mut self) {
        let still_waiting = self.timers.split_off(&(Instant::now(), u64::MAX));
        let expired = mem::replace(&mut self.timers, still_waiting);
        self.queue.extend(expired.into_values());
    }
}

pub fn main() {
    let mut event_loop = EventLoop::new();
    event_loop.call_later(Duration::from_millis(300), |_| println!("after 300 ms"));
    event_loop.call_later(Duration::from_millis(100), |_| println!("after 100 ms"));
    event_loop.call_later(Duration::from_millis(400), |event_loop| event_loop.stop());
    event_loop.call_soon(|_| println!("soon"));
    event_loop.run_forever();
    println!("stopped");
}
