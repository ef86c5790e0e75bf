//! Stage 1: a queue of functions, and a loop that calls them.

use std::collections::VecDeque;
use std::mem;

/// A function that is called once, and gets the loop to register others.
type Callback = Box<dyn FnOnce(&mut EventLoop)>;

/// A loop with functions registered to it.
pub struct EventLoop {
    /// Whoever is ready, the first in front.
    queue: VecDeque<Callback>,
    stopping: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        EventLoop { queue: VecDeque::new(), stopping: false }
    }

    /// Lets a function be called once, after all that are ready now.
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    /// Makes `run_forever` return at the end of this round.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Calls whatever is ready, round after round, until somebody calls `stop`.
    pub fn run_forever(&mut self) {
        loop {
            // What is registered during this round has to wait for the next one.
            for callback in mem::take(&mut self.queue) {
                callback(self);
            }
            if mem::take(&mut self.stopping) {
                return;
            }
        }
    }
}

pub fn main() {
    let mut event_loop = EventLoop::new();
    event_loop.call_soon(first);
    event_loop.call_soon(second);
    println!("registered: first, second");
    event_loop.run_forever();
    println!("the loop has stopped");
}

fn first(event_loop: &mut EventLoop) {
    println!("first has its turn, and registers third");
    event_loop.call_soon(third);
    println!("first returns");
}

fn second(_: &mut EventLoop) {
    println!("second has its turn");
}

fn third(event_loop: &mut EventLoop) {
    println!("third has its turn, and stops the loop");
    event_loop.stop();
}
