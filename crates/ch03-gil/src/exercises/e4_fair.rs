//! Two threads pass a lock on after each step, and should take turns. They do not: whoever lets go
//! is usually the first to take it again. Make `pass_on` fair, as `Gil::checkpoint` is, but so that
//! it works for any number of threads and asks nobody.
//!
//! # Hint
//!
//! How does a bakery do it? Whoever comes in draws a number. You may change the struct, and
//! `acquire` and `release`, too.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A lock without data.
#[derive(Default)]
struct Fair {
    is_held: Mutex<bool>,
    changed: Condvar,
}

impl Fair {
    fn acquire(&self) {
        let mut is_held = self.is_held.lock().unwrap();
        while *is_held {
            is_held = self.changed.wait(is_held).unwrap();
        }
        *is_held = true;
    }

    fn release(&self) {
        *self.is_held.lock().unwrap() = false;
        self.changed.notify_all();
    }

    /// Lets everybody who waits have the lock before this thread has it again.
    fn pass_on(&self) {
        // Your turn: who has the lock between these two lines?
        self.release();
        self.acquire();
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
