//! Two tasks run on one loop. One sleeps 30 ms by the thread and then 10 ms by the loop, the other
//! sleeps 10 ms by the loop. In which order do the five lines come? Put them in order in
//! `prediction`.
//!
//! # Hint
//!
//! A task keeps its turn until it awaits something that is not ready. When does the second task
//! have its first turn? And from when on does its sleep count?

use std::cell::RefCell;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

type Said = Rc<RefCell<Vec<&'static str>>>;

async fn blocks(said: Said) {
    said.borrow_mut().push("one starts");
    thread::sleep(Duration::from_millis(30));
    said.borrow_mut().push("one goes on");
    turns::sleep(Duration::from_millis(10)).await;
    said.borrow_mut().push("one ends");
}

async fn waits(said: Said) {
    said.borrow_mut().push("the other starts");
    turns::sleep(Duration::from_millis(10)).await;
    said.borrow_mut().push("the other ends");
}

// Your turn: this guess has the second task run while the first one blocks.
/// The lines in the order in which you expect them.
pub fn prediction() -> Vec<&'static str> {
    vec!["one starts", "the other starts", "the other ends", "one goes on", "one ends"]
}

// The test: the same for the solution.

/// What the two tasks really say is what was predicted.
pub fn test() {
    let said = Rc::new(RefCell::new(Vec::new()));
    turns::block_on(async {
        let one = turns::spawn(blocks(Rc::clone(&said)));
        let other = turns::spawn(waits(Rc::clone(&said)));
        one.await.expect("it does not panic");
        other.await.expect("it does not panic");
    });
    let said = said.borrow();
    // How many, and not which: the next guess is to be the reader's own, too.
    let predicted = prediction();
    let right = predicted.iter().zip(&*said).take_while(|(one, other)| one == other).count();
    assert_eq!(predicted.len(), said.len(), "There is another number of lines.");
    assert_eq!(right, said.len(), "Not every line is right. So many are, counted from the first.");
}
