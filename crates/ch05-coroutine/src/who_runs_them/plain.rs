//! Two coroutines, then two threads: who runs them, and what do they share?

use std::cell::Cell;
use std::collections::HashSet;
use std::iter;
use std::sync::Barrier;
use std::thread::{self, ThreadId};

thread_local! {
    static COUNTER: Cell<u32> = const { Cell::new(0) };
}

static MEET: Barrier = Barrier::new(2);

/// Who runs me, and how often has somebody counted in my thread's own counter?
fn look() -> (ThreadId, u32) {
    COUNTER.set(COUNTER.get() + 1);
    (thread::current().id(), COUNTER.get())
}

fn coroutine() -> impl Iterator<Item = (ThreadId, u32)> {
    iter::once_with(look)
}

fn thread() -> (ThreadId, u32) {
    let seen = look();
    MEET.wait(); // so that both are alive at the same time
    seen
}

pub fn main() {
    let coroutines = [coroutine(), coroutine()];
    say("coroutines", coroutines.map(|mut one| one.next().unwrap()));
    let threads = [thread::spawn(thread), thread::spawn(thread)];
    say("threads", threads.map(|one| one.join().unwrap()));
}

fn say(what: &str, seen: [(ThreadId, u32); 2]) {
    let kernel_threads = HashSet::from(seen.map(|(who, _)| who)).len();
    let mut counters = seen.map(|(_, counter)| counter);
    counters.sort();
    println!("two {what}: kernel threads: {kernel_threads}, counters: {counters:?}");
}
