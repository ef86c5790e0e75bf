//! `a` is only made; nothing of it runs. `b` is a task, and stands in the loop's queue. `join!` polls
//! `c` first and then `a`, in the order in which they are named, within one turn. Both pause, so the
//! turn ends, and `b` has its first. Then the main coroutine has another turn, in which `c` and `a`
//! both end, so `join!` is ready and *joined* comes in that same turn. `b` comes last.

use std::cell::RefCell;

type Log = std::rc::Rc<RefCell<Vec<&'static str>>>;

/// Your prediction.
pub fn prediction() -> Vec<&'static str> {
    vec!["all are made", "c1", "a1", "b1", "c2", "a2", "joined", "b2"]
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
