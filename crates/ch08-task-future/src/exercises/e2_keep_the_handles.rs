//! This function comes from a program on tokio, where every guest was served. On smol, none is. Mend
//! it: when `serve_all` returns, each guest has been greeted and seen off, and they were served beside
//! each other, not one after the other.
//!
//! # Hint
//!
//! `spawn` returns a `Task`, and here it lives until the end of the loop’s body. What does smol do
//! with a task whose handle is dropped? Two places are wrong: where the handle goes, and that nobody
//! waits for the end.

use std::cell::RefCell;
use std::rc::Rc;

use smol::LocalExecutor;

type Log = Rc<RefCell<Vec<String>>>;

/// Serves every guest in a task of its own.
pub async fn serve_all(executor: &LocalExecutor<'_>, guests: &[&'static str], log: &Log) {
    for guest in guests {
        // Your turn: what becomes of this handle?
        let _task = executor.spawn(serve(guest, Rc::clone(log)));
    }
}

/// Greets a guest, lets the others have their turn, and says goodbye.
async fn serve(guest: &'static str, log: Log) {
    log.borrow_mut().push(format!("hello {guest}"));
    smol::future::yield_now().await;
    log.borrow_mut().push(format!("goodbye {guest}"));
}

// The test: the same for the solution.

/// Two guests come. The log is read when `serve_all` has returned.
pub fn test() {
    let log = Log::default();
    let executor = LocalExecutor::new();
    let ended = within_100_turns(&executor, serve_all(&executor, &["Ada", "Grace"], &log));
    let said = log.borrow().join(", ");

    assert!(ended, "`serve_all` does not return, although its tasks had 100 turns.");
    assert!(
        said.contains("hello"),
        "Nobody was greeted: the tasks were dropped before their turn."
    );
    for guest in ["Ada", "Grace"] {
        let words = format!("goodbye {guest}");
        assert!(said.contains(&words), "`serve_all` returned before {guest} was seen off.");
    }
    assert_eq!(
        said, "hello Ada, hello Grace, goodbye Ada, goodbye Grace",
        "All were served, but one after the other."
    );
}

/// Drives the future and its tasks, and says whether it ended. A limit instead of a hang.
fn within_100_turns(executor: &LocalExecutor<'_>, future: impl Future<Output = ()>) -> bool {
    use std::task::{Context, Poll, Waker};
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..100).any(|_| {
        let ended = future.as_mut().poll(&mut context) == Poll::Ready(());
        executor.try_tick();
        ended
    })
}
