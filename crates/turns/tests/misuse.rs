//! Misuse gets a message that says what to do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use turns::{EventLoop, block_on, spawn};

/// Runs what must panic and gives back what it said.
fn complaint<T>(misuse: impl FnOnce() -> T) -> String {
    match catch_unwind(AssertUnwindSafe(misuse)) {
        Ok(_) => panic!("it did not complain"),
        Err(payload) => match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => payload.downcast_ref::<&str>().unwrap().to_string(),
        },
    }
}

#[test]
fn block_on_inside_block_on() {
    let said = complaint(|| block_on(async { block_on(async {}) }));

    assert!(said.starts_with("turns: block_on was called inside a running loop"), "{said}");
    assert!(said.contains("Use `.await`"), "{said}");
}

#[test]
fn the_outer_loop_lives_on_after_the_complaint() {
    let sum = block_on(async {
        let nested = spawn(async { block_on(async { 1 }) });
        assert!(nested.await.unwrap_err().is_panic());
        spawn(async { 2 }).await.unwrap()
    });

    assert_eq!(sum, 2);
}

#[test]
fn a_loop_inside_itself() {
    let event_loop = EventLoop::new();

    let said = complaint(|| {
        event_loop.run_until_complete(async { event_loop.run_until_complete(async {}) })
    });

    assert!(said.contains("by a task or callback of the same loop"), "{said}");
}

#[test]
fn a_second_loop_on_the_thread() {
    let (outer, inner) = (EventLoop::new(), EventLoop::new());

    let said = complaint(|| outer.run_until_complete(async { inner.run_forever() }));

    assert!(said.starts_with("turns: run_forever was called on a thread where"), "{said}");
    assert!(said.contains("a thread of its own"), "{said}");
}

#[test]
fn spawn_with_no_loop() {
    let said = complaint(|| spawn(async {}));

    assert!(said.starts_with("turns: spawn was called where no loop runs"), "{said}");
    assert!(said.contains("`EventLoop::create_task`"), "{said}");
}

#[test]
fn sleep_with_no_loop() {
    let waker = std::task::Waker::noop();
    let mut sleep = Box::pin(turns::sleep(Duration::ZERO));

    let said = complaint(|| sleep.as_mut().poll(&mut std::task::Context::from_waker(waker)));

    assert!(said.contains("inside `turns::block_on`"), "{said}");
}

#[test]
fn a_handle_joined_twice() {
    let said = complaint(|| {
        block_on(async {
            let mut task = spawn(async { 1 });
            (&mut task).await.unwrap();
            (&mut task).await.unwrap();
        })
    });

    assert!(said.starts_with("turns: Task-1 was awaited twice"), "{said}");
    assert!(said.contains("Keep the value"), "{said}");
}
