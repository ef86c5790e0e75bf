//! This loop looks around, then empties its queue, and so on. A server on it went silent: two of
//! its functions each ended with `call_soon(itself)`, and no socket was ever read again. The
//! functions did nothing wrong; the loop did. Make it fair: while somebody is ready and waits, a
//! function or a socket, each of the others has at most two more turns.
//!
//! # Hint
//!
//! The queue is not empty as long as somebody who has a turn puts somebody in. How many turns may
//! the loop give before it has to look around again? It knows that number when the round begins.

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
            // Your turn: while somebody puts something in, this never ends.
            while let Some(callback) = self.queue.pop_front() {
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
