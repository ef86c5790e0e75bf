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
    let turns = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| take_turns("one", &lock, &turns));
        scope.spawn(|| take_turns("two", &lock, &turns));
    });
    let turns = turns.into_inner().expect("nobody panics while it holds the list");
    let first = |name| turns.iter().position(|turn| *turn == name);
    let last = |name| turns.iter().rposition(|turn| *turn == name);
    let begin = first("one").max(first("two")).expect("each has at least one turn");
    let end = last("one").min(last("two")).expect("each has at least one turn");
    let both = turns.get(begin..end).unwrap_or_default();
    assert!(both.len() >= 50, "one was done before the other had the lock even a few times");
    let twice = both.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert_eq!(
        twice, 0,
        "so many times a thread had the lock twice in a row, and the other waited"
    );
}

/// Has turns until the other one has had fifty, too, or for a few seconds.
fn take_turns(name: &'static str, lock: &Fair, turns: &Mutex<Vec<&'static str>>) {
    let limit = Instant::now() + Duration::from_secs(3);
    let others = |turns: &[&str]| turns.iter().filter(|turn| **turn != name).count();
    lock.acquire();
    loop {
        let mut all = turns.lock().expect("nobody panics while it holds the list");
        all.push(name);
        let is_done = others(&all) >= 50 || all.len() > 1_000_000 || Instant::now() > limit;
        drop(all);
        if is_done {
            break;
        }
        lock.pass_on();
    }
    lock.release();
}
