//! The handles are kept until all tasks are started, and awaited after that. Awaiting each where it is
//! spawned would serve one guest after the other: the second would be spawned when the first has left.
//!
//! `detach()` would let the tasks go on, too, but then `serve_all` returns at once, and nobody knows
//! when they have ended. On tokio the loop’s body was no better: it detached without saying so.

use std::cell::RefCell;
use std::rc::Rc;

use smol::LocalExecutor;

type Log = Rc<RefCell<Vec<String>>>;

/// Serves every guest in a task of its own.
pub async fn serve_all(executor: &LocalExecutor<'_>, guests: &[&'static str], log: &Log) {
    let mut tasks = Vec::new();
    for guest in guests {
        tasks.push(executor.spawn(serve(guest, Rc::clone(log))));
    }
    for task in tasks {
        task.await;
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
