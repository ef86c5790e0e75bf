//! The lock is needed for as long as a line is written, and that is shorter than a turn. Taken and
//! given back between two awaits, a lock for threads never waits on a loop of one thread, and
//! nothing is held when another has its turn.

use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// Comes, stays for a lesson, goes.
async fn attend(book: &Mutex<Vec<String>>, name: &str) {
    book.lock().unwrap().push(format!("{name} comes"));
    turns::sleep(Duration::from_millis(1)).await;
    book.lock().unwrap().push(format!("{name} goes"));
}

// The test: the same for the solution.

/// Both pupils are in the book, each before the lesson and after it.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a loop that is stuck is noticed.
    thread::spawn(move || {
        let book = Mutex::new(Vec::new());
        turns::block_on(async { futures::join!(attend(&book, "Ann"), attend(&book, "Bob")) });
        // Nobody listens any more if it took too long.
        let _ = say.send(book.into_inner().expect("nobody panics with the lock"));
    });
    let Ok(book) = said.recv_timeout(Duration::from_secs(3)) else {
        panic!("the loop is stuck: one pupil waits for the lock, and the other for a turn")
    };
    let wanted = ["Ann comes", "Bob comes", "Ann goes", "Bob goes"];
    assert_eq!(book, wanted, "the book does not say that both were there together");
}
