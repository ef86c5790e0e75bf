//! What the page answers and no listing shows: budgets and channels, and calls that were given up
//! before they began.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use ch09_blocking::budget::count_turns;
use smol::channel::Receiver;
use tokio::task::coop::consume_budget;

/// A channel that is not tokio's, with a thousand messages in it.
fn full() -> Receiver<u32> {
    let (sender, inbox) = smol::channel::unbounded();
    (0..1_000).for_each(|number| sender.try_send(number).unwrap());
    inbox
}

fn on_tokio<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { tokio::spawn(future).await.unwrap() })
}

#[test]
fn tokios_budget_does_not_count_another_crates_channel() {
    let inbox = full();
    let drain = async move { while inbox.recv().await.is_ok() {} };
    assert_eq!(on_tokio(count_turns(drain)), 1);
}

#[test]
fn it_counts_where_consume_budget_is_called() {
    let inbox = full();
    let drain = async move {
        while inbox.recv().await.is_ok() {
            consume_budget().await;
        }
    };
    assert_eq!(on_tokio(count_turns(drain)), 8);
}

#[test]
fn block_on_inside_of_a_loop_is_refused_by_tokio_and_turns() {
    let inside = || {
        catch_unwind(AssertUnwindSafe(|| {
            tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {});
        }))
        .is_err()
    };
    assert!(on_tokio(async move { inside() }));
    let nested = async { catch_unwind(|| turns::block_on(async {})).is_err() };
    assert!(turns::block_on(nested));
}

#[test]
fn a_branch_joined_with_block_in_place_stands_still() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let order = runtime.block_on(async {
        let order = std::sync::Mutex::new(Vec::new());
        tokio::join!(
            async {
                // Woken at once, from now on it could go on.
                tokio::task::yield_now().await;
                order.lock().unwrap().push("the other branch");
            },
            async {
                tokio::task::block_in_place(|| std::thread::sleep(Duration::from_millis(20)));
                order.lock().unwrap().push("the blocker");
            },
        );
        order.into_inner().unwrap()
    });
    assert_eq!(order, ["the blocker", "the other branch"]);
}

/// A pool with one thread, which is busy: what becomes of a call behind it that is given up?
fn is_called(give_up: fn(tokio::task::JoinHandle<()>)) -> bool {
    let runtime =
        tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    let (called, was_called) = std::sync::mpsc::channel();
    runtime.block_on(async {
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let busy = tokio::task::spawn_blocking(move || wait.recv().unwrap());
        give_up(tokio::task::spawn_blocking(move || called.send(()).unwrap()));
        go.send(()).unwrap();
        busy.await.unwrap();
        // The pool has one thread: when this has run, what stood before it has, too.
        tokio::task::spawn_blocking(|| ()).await.unwrap();
    });
    was_called.try_recv().is_ok()
}

#[test]
fn a_call_in_the_queue_is_skipped_if_cancelled_and_made_if_its_handle_is_dropped() {
    assert!(!is_called(|handle| handle.abort()));
    assert!(is_called(drop));
}
