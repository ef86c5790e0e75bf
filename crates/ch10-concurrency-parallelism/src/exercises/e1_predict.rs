//! Predict what `program` writes into its log. Three coroutines have two steps each, and a pause in
//! between. Two of them are joined, one is spawned. Read it, do not run it, and put the lines of
//! `prediction` into the order in which they come.
//!
//! # Hint
//!
//! Who drives each of the three, and from when on? Two share the turn of the coroutine inside
//! `block_on`. Which of them is polled first, and when does the third have its turn?

use std::cell::RefCell;

type Log = std::rc::Rc<RefCell<Vec<&'static str>>>;

/// Your prediction.
pub fn prediction() -> Vec<&'static str> {
    // Your turn: this guess takes all three for tasks.
    vec!["all are made", "a1", "b1", "c1", "a2", "b2", "c2", "joined"]
}

/// Runs on the loop of this book.
pub fn program(log: &Log) {
    turns::block_on(async {
        let a = steps(log.clone(), ["a1", "a2"]);
        let b = turns::spawn(steps(log.clone(), ["b1", "b2"]));
        let c = steps(log.clone(), ["c1", "c2"]);
        log.borrow_mut().push("all are made");
        futures::join!(c, a);
        log.borrow_mut().push("joined");
        b.await.unwrap();
    });
}

async fn steps(log: Log, [first, second]: [&'static str; 2]) {
    log.borrow_mut().push(first);
    turns::yield_now().await;
    log.borrow_mut().push(second);
}

// The test: the same for the solution.

/// The prediction is what the program really writes.
pub fn test() {
    let log = Log::default();
    program(&log);
    let lines = log.take();
    let predicted = prediction();
    let right = lines.iter().zip(&predicted).take_while(|(one, other)| one == other).count();
    assert_eq!(predicted.len(), lines.len(), "The log has another number of lines.");
    assert_eq!(right, lines.len(), "So many lines are right, and the next one is not.");
}
