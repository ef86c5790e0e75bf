//! To stop a coroutine where it waits is to leave the function there. `inner` went with its block,
//! and `second` was dropped by hand; both before the stop. Then what is still there goes, the last
//! first, and the argument after all that the function made itself. `fourth` has never been made.

use std::cell::RefCell;
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;

use futures::FutureExt;

type Log = Rc<RefCell<Vec<&'static str>>>;

async fn work(argument: Note) {
    let _first = argument.beside("first");
    {
        let _inner = argument.beside("inner");
    }
    let second = argument.beside("second");
    let _third = argument.beside("third");
    drop(second);
    pending::<()>().await;
    let _fourth = argument.beside("fourth");
}

/// Writes its name into the log when it is dropped.
struct Note {
    name: &'static str,
    log: Log,
}

impl Note {
    fn beside(&self, name: &'static str) -> Note {
        Note { name, log: Rc::clone(&self.log) }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.name);
    }
}

/// The names in the order in which they are dropped, with the moment of the stop among them.
fn prediction() -> Vec<&'static str> {
    vec!["inner", "second", "(stopped)", "third", "first", "argument"]
}

// The test: the same for the solution.

/// What is dropped when a future is stopped, and in which order.
pub fn test() {
    let log = Log::default();
    let argument = Note { name: "argument", log: Rc::clone(&log) };
    {
        let mut future = pin!(work(argument));
        assert!(future.as_mut().now_or_never().is_none(), "it waits at its await");
        log.borrow_mut().push("(stopped)");
    }
    let dropped = log.borrow();
    let right = prediction().iter().zip(&*dropped).filter(|(one, other)| one == other).count();
    let so_long = prediction().len() == dropped.len();
    assert!(so_long, "the list has not as many entries as there are drops");
    assert_eq!(right, dropped.len(), "Not all places of the list are right. So many are.");
}
