//! Two pupils write themselves into a book when they come and when they go. The book is behind a
//! lock for threads, and each keeps the lock from coming to going. The loop is stuck for ever.
//! Mend `attend`; the lock may stay a `std::sync::Mutex`.
//!
//! # Hint
//!
//! What is the lock needed for? Where is the last line that needs it before the `await`?

use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// Comes, stays for a lesson, goes.
#[expect(clippy::await_holding_lock, reason = "this is the mistake to be mended")]
async fn attend(book: &Mutex<Vec<String>>, name: &str) {
    // Your turn: the lock is held for the whole lesson.
    let mut book = book.lock().unwrap();
    book.push(format!("{name} comes"));
    turns::sleep(Duration::from_millis(1)).await;
    book.push(format!("{name} goes"));
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
