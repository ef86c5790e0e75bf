//! A ticket lock: whoever comes draws the next number and waits until it is served. Whoever passes
//! the lock on draws a number behind all that wait, and so cannot be the next, except if nobody
//! waits. It is fair and, for a lock that is taken often, slow: each time a certain thread must be
//! woken, even if another is awake and could go on at once. That is why the locks of operating
//! systems are not fair. CPython's lets another thread go first, but only when asked, and any of them.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A lock without data.
#[derive(Default)]
struct Fair {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    /// The number that the next one who comes will draw.
    next: u64,
    /// The number of the one who holds the lock, or of nobody yet.
    served: u64,
}

impl Fair {
    fn acquire(&self) {
        self.draw_and_wait(false);
    }

    fn release(&self) {
        self.queue.lock().unwrap().served += 1;
        self.changed.notify_all();
    }

    /// Lets everybody who waits have the lock before this thread has it again.
    fn pass_on(&self) {
        self.draw_and_wait(true);
    }

    /// Draws a number, lets go if the lock is held by this thread, and waits to be served.
    fn draw_and_wait(&self, is_mine: bool) {
        let mut queue = self.queue.lock().unwrap();
        let number = queue.next;
        queue.next += 1;
        if is_mine {
            queue.served += 1;
            self.changed.notify_all();
        }
        while queue.served != number {
            queue = self.changed.wait(queue).unwrap();
        }
    }
}

// The test: the same for the solution.

/// As long as both want the lock, nobody has it twice in a row.
pub fn test() {
    let lock = Fair::default();
    let turns = Mutex::new(Turns::default());
    thread::scope(|scope| {
        scope.spawn(|| take_turns(0, &lock, &turns));
        scope.spawn(|| take_turns(1, &lock, &turns));
    });
    let turns = turns.into_inner().expect("nobody panics while it holds the list");
    let first = |who| turns.order.iter().position(|turn| *turn == who);
    let last = |who| turns.order.iter().rposition(|turn| *turn == who);
    let begin = first(0).max(first(1)).expect("each has at least one turn");
    let end = last(0).min(last(1)).expect("each has at least one turn");
    let both = turns.order.get(begin..end).unwrap_or_default();
    assert!(both.len() >= 50, "one was done before the other had the lock even a few times");
    let twice = both.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert_eq!(
        twice, 0,
        "so many times a thread had the lock twice in a row, and the other waited"
    );
}

#[derive(Default)]
struct Turns {
    order: Vec<usize>,
    count: [usize; 2],
}

/// Has turns until both have had fifty, or for a few seconds.
fn take_turns(who: usize, lock: &Fair, turns: &Mutex<Turns>) {
    let limit = Instant::now() + Duration::from_secs(3);
    lock.acquire();
    loop {
        let mut all = turns.lock().expect("nobody panics while it holds the list");
        all.order.push(who);
        all.count[who] += 1;
        let is_done = all.count.iter().all(|count| *count >= 50) || all.order.len() > 5_000_000;
        drop(all);
        if is_done || Instant::now() > limit {
            break;
        }
        lock.pass_on();
    }
    lock.release();
}
