//! One task never pauses. What do its neighbour, and another thread, get?

use std::collections::VecDeque;
use std::hint;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::task::{Context, Waker};
use std::thread;

use crate::round_robin::plain::{Task, pause};

const ENOUGH: u32 = 3;
static TURNS: AtomicU32 = AtomicU32::new(0);
static TICKS: AtomicU32 = AtomicU32::new(0);

async fn neighbour() {
    loop {
        TURNS.fetch_add(1, SeqCst);
        pause().await;
    }
}

async fn hog() {
    let ticker = thread::spawn(tick);
    while TICKS.load(SeqCst) < ENOUGH {
        hint::spin_loop(); // busy, and no `await` in sight
    }
    ticker.join().unwrap();
    pause().await;
}

fn tick() {
    for _ in 0..ENOUGH {
        TICKS.fetch_add(1, SeqCst);
    }
}

pub fn main() {
    let mut ready = VecDeque::from([Box::pin(neighbour()) as Task, Box::pin(hog())]);
    let mut context = Context::from_waker(Waker::noop());
    for when in ["before", "while it hogs", "after"] {
        // A turn: the first of the queue runs, and goes to the queue's end.
        let (turns_before, ticks_before) = (TURNS.load(SeqCst), TICKS.load(SeqCst));
        let mut task = ready.pop_front().unwrap();
        assert!(task.as_mut().poll(&mut context).is_pending());
        ready.push_back(task);
        println!(
            "{when}: turns of the neighbour: {}, ticks of the thread: {}",
            TURNS.load(SeqCst) - turns_before,
            TICKS.load(SeqCst) - ticks_before,
        );
    }
}
