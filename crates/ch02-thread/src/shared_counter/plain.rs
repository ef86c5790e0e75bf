//! Two threads share one counter, and each adds one to it.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Barrier, Mutex};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);
static GUARDED: Mutex<u32> = Mutex::new(0);
static BOTH: Barrier = Barrier::new(2);

pub fn main() {
    together(add);
    println!("each added one: {}", COUNTER.load(Relaxed));
    together(add_with_lock);
    println!("each added one, holding the lock: {}", GUARDED.lock().unwrap());
}

fn add() {
    let seen = COUNTER.load(Relaxed);
    timeline::mark(format!("reads {seen}"));
    let sum = seen + one();
    COUNTER.store(sum, Relaxed);
    timeline::mark(format!("writes {sum}"));
}

fn add_with_lock() {
    let step = one();
    *GUARDED.lock().unwrap() += step;
    timeline::mark("has added");
}

fn one() -> u32 {
    let _waiting = timeline::waiting("the other one");
    BOTH.wait(); // nobody gets past this line before both have come
    1
}

fn together(work: fn()) {
    let threads = ["Alice", "Bob"].map(|name| {
        thread::spawn(move || {
            let _lane = timeline::thread(name);
            work();
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
}
