//! The first task keeps its turn for the whole 30 ms: the second is ready, and nobody asks it. When
//! it starts at last, the first one's timer is set already, 10 ms from then. The second one's
//! timer is set later, so it ends later, although it asked for as short a time.

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

/// The lines in the order in which you expect them.
pub fn prediction() -> Vec<&'static str> {
    vec!["one starts", "one goes on", "the other starts", "one ends", "the other ends"]
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
