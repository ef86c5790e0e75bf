//! Only a function that runs can register another, and a function runs only if it stands in the
//! queue or among the timers. So when both are empty nothing can ever happen again, and the loop
//! may end. It asks before each round, so that an empty loop runs none.
//!
//! With sockets a watched socket counts, too: the kernel may make it ready. And with mail from
//! other threads nothing is certain any more, since whoever holds a handle may write. That is why
//! the loop of stage 5 cannot do this, and why asyncio does not.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::thread;
use std::time::{Duration, Instant};

type Callback = Box<dyn FnOnce(&mut EventLoop)>;

/// As good as for ever. `Duration::MAX` from now would be more than the clock can say.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The loop of stage 2, without `stop`.
#[derive(Default)]
pub struct EventLoop {
    queue: VecDeque<Callback>,
    timers: BTreeMap<(Instant, u64), Callback>,
    numbers: u64,
}

impl EventLoop {
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    pub fn call_later(&mut self, delay: Duration, function: impl FnOnce(&mut Self) + 'static) {
        self.numbers += 1;
        let deadline = Instant::now() + delay.min(CENTURY);
        self.timers.insert((deadline, self.numbers), Box::new(function));
    }

    /// Gives everybody their turn, and returns when nobody is left who could have one.
    pub fn run(&mut self) {
        while !self.queue.is_empty() || !self.timers.is_empty() {
            self.round();
        }
    }

    /// One round: sleeps if nobody is ready, looks whose time has come, and gives turns.
    fn round(&mut self) {
        if let (true, Some((deadline, _))) = (self.queue.is_empty(), self.timers.keys().next()) {
            thread::sleep(deadline.saturating_duration_since(Instant::now()));
        }
        let still_waiting = self.timers.split_off(&(Instant::now(), u64::MAX));
        self.queue.extend(mem::replace(&mut self.timers, still_waiting).into_values());
        for callback in mem::take(&mut self.queue) {
            callback(self);
        }
    }
}

// The test: the same for the solution.

/// Runs an empty loop, a chain of functions and timers, and a loop that still has a timer.
pub fn test() {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::sync::mpsc;

    // On a thread of its own, so that a loop that never ends fails instead of hanging.
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        EventLoop::default().run();
        let log = Rc::new(RefCell::new(Vec::new()));
        let (first, second, third) = (Rc::clone(&log), Rc::clone(&log), Rc::clone(&log));
        let mut event_loop = EventLoop::default();
        event_loop.call_soon(move |event_loop| {
            first.borrow_mut().push("a function");
            event_loop.call_later(Duration::from_millis(20), move |event_loop| {
                second.borrow_mut().push("a timer");
                event_loop.call_soon(move |_| third.borrow_mut().push("a function of the timer"));
            });
        });
        event_loop.run();
        let came = log.borrow().clone();
        let _ = sender.send(came);
    });
    let came = receiver.recv_timeout(Duration::from_secs(5)).unwrap_or_else(|_| {
        panic!("The loop does not end, although nobody is left who could have a turn.")
    });
    assert_eq!(
        came,
        ["a function", "a timer", "a function of the timer"],
        "The loop ended while somebody could still have a turn."
    );
}
