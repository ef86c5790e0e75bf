//! A round gives turns to those that stood in the queue when it began, and to no others. Whoever
//! comes in meanwhile stands behind them, and has to wait until the loop has looked around. So
//! nobody can keep the loop from the kernel, and a socket waits for this round and the next.
//!
//! asyncio does this: it counts what is ready, and calls so many. turns counts, too: it looks
//! around when the queue is empty, and after 64 turns at the latest. No loop can do anything about
//! a single function that does not return; that is the subject of chapter 9.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

type Callback = Box<dyn FnOnce(&mut EventLoop)>;

/// A loop with functions and a kernel. What stands for the kernel here is a channel: whatever is in
/// it is a socket that has become ready.
pub struct EventLoop {
    pub queue: VecDeque<Callback>,
    pub kernel: Receiver<Callback>,
    pub stopping: bool,
}

impl EventLoop {
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    /// Gives everybody their turn until `stopping` is set.
    pub fn run(&mut self) {
        while !self.stopping {
            self.look_around();
            for callback in std::mem::take(&mut self.queue) {
                callback(self);
            }
        }
    }

    /// Asks the kernel which sockets are ready.
    fn look_around(&mut self) {
        self.queue.extend(self.kernel.try_iter());
    }
}

// The test: the same for the solution.

/// Two functions register themselves again and again, until a socket has had its turn.
pub fn test() {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::sync::mpsc;

    const LIMIT: u32 = 100_000;

    /// Has a turn, and asks for the next one; gives up when it has had far too many.
    fn hog(event_loop: &mut EventLoop, turns: Rc<Cell<u32>>) {
        turns.set(turns.get() + 1);
        if turns.get() >= LIMIT {
            event_loop.stopping = true;
        } else if !event_loop.stopping {
            event_loop.call_soon(move |event_loop| hog(event_loop, turns));
        }
    }

    let (wire, kernel) = mpsc::channel::<Callback>();
    let mut event_loop = EventLoop { queue: VecDeque::new(), kernel, stopping: false };
    let turns = Rc::new(Cell::new(0));
    for _ in 0..2 {
        let turns = Rc::clone(&turns);
        event_loop.call_soon(move |event_loop| hog(event_loop, turns));
    }
    // When both hogs have had a turn, a socket becomes ready; when it has had its own, all is done.
    event_loop.call_soon(move |_| {
        let _ = wire.send(Box::new(|event_loop| event_loop.stopping = true));
    });

    event_loop.run();

    let turns = turns.get();
    assert!(turns < LIMIT, "The functions had {LIMIT} turns, and the socket still has had none.");
    assert!(turns <= 6, "The socket had to wait for {turns} turns; two rounds are at most six.");
}
