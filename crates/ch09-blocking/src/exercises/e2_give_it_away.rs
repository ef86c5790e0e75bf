//! `answer_all` calls a function that blocks, once for each question, and while it does so no other
//! task of the loop has a turn. Change `answer_all` so that its neighbours go on. `slow_answer`
//! stays as it is.
//!
//! # Hint
//!
//! `turns::spawn_blocking` takes a function and gives a handle that you can await.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

/// How many answers are being worked out at this moment: for the test.
static AT_WORK: AtomicU32 = AtomicU32::new(0);

/// Takes its time, and knows nothing of loops. It may not be changed.
fn slow_answer(question: u32) -> u32 {
    AT_WORK.fetch_add(1, Relaxed);
    thread::sleep(Duration::from_millis(100));
    AT_WORK.fetch_sub(1, Relaxed);
    question * 10
}

/// The answers, in the order of the questions.
async fn answer_all(questions: Vec<u32>) -> Vec<u32> {
    let mut answers = Vec::new();
    for question in questions {
        // Your turn: this blocks the loop.
        answers.push(slow_answer(question));
    }
    answers
}

// The test: the same for the solution.

/// All answers come, in order, and a neighbour has its turns meanwhile.
pub fn test() {
    let ticks = Rc::new(Cell::new(0));
    let (answers, ticked) = turns::block_on(async {
        let neighbour = turns::spawn(tick(Rc::clone(&ticks)));
        let answers = answer_all(vec![1, 2, 3]).await;
        neighbour.cancel();
        (answers, ticks.get())
    });
    assert_eq!(answers, [10, 20, 30], "the answers are not those to 1, 2 and 3, in this order");
    assert!(ticked > 0, "the neighbour had no turn while the questions were answered");
}

async fn tick(ticks: Rc<Cell<u32>>) {
    loop {
        // Between two answers is not enough: only a turn beside one counts.
        if AT_WORK.load(Relaxed) > 0 {
            ticks.set(ticks.get() + 1);
        }
        turns::sleep(Duration::from_millis(1)).await;
    }
}
