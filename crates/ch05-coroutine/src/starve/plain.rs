//! One task never pauses. What do its neighbour, and another thread, get?

use std::collections::VecDeque;
use std::hint;
use std::iter;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

const ENOUGH: u32 = 3;
static TURNS: AtomicU32 = AtomicU32::new(0);
static TICKS: AtomicU32 = AtomicU32::new(0);

type Task = Box<dyn Iterator<Item = ()>>;

fn neighbour() -> Task {
    Box::new(iter::repeat_with(|| {
        TURNS.fetch_add(1, SeqCst);
    }))
}

fn hog() -> Task {
    Box::new(iter::once_with(|| {
        let ticker = thread::spawn(tick);
        while TICKS.load(SeqCst) < ENOUGH {
            hint::spin_loop(); // busy, and no `yield` in sight
        }
        ticker.join().unwrap();
    }))
}

fn tick() {
    for _ in 0..ENOUGH {
        TICKS.fetch_add(1, SeqCst);
    }
}

pub fn main() {
    let mut ready = VecDeque::from([neighbour(), hog()]);
    for round in ["before", "while it hogs", "after"] {
        let (turns_before, ticks_before) = (TURNS.load(SeqCst), TICKS.load(SeqCst));
        let mut task = ready.pop_front().unwrap();
        task.next();
        ready.push_back(task);
        println!(
            "{round}: turns of the neighbour: {}, ticks of the thread: {}",
            TURNS.load(SeqCst) - turns_before,
            TICKS.load(SeqCst) - ticks_before,
        );
    }
}
