//! Tests: after four million uses of a slot its tickets come round, and whoever has kept an old one
//! hits nobody but by a wake.

use crate::engine::Engine;
use crate::running;
use crate::sync::Stop;
use crate::ticket::GENERATIONS;
use crate::{EventLoop, JoinHandle, RemoteHandle, TaskState, spawn, yield_now};
use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

fn engine() -> Rc<Engine> {
    running::running().expect("a loop runs here")
}

/// As if each free slot had been used so often that the next ticket for it is one of old.
async fn come_round() {
    // What has ended leaves its slot in its turn.
    yield_now().await;
    yield_now().await;
    engine().use_free_slots(GENERATIONS - 1);
}

/// Tasks in all slots that are free.
fn innocent(many: usize) -> Vec<JoinHandle<()>> {
    (0..many).map(|_| spawn(pending())).collect()
}

fn are_pending(tasks: &[JoinHandle<()>]) -> bool {
    tasks.iter().all(|task| task.state() == TaskState::Pending)
}

/// A waker of a task that has ended.
async fn old_waker() -> Waker {
    let waker = Rc::new(RefCell::new(None));
    let theirs = waker.clone();
    let task = spawn(poll_fn(move |cx| {
        theirs.replace(Some(cx.waker().clone()));
        Poll::Ready(())
    }));
    task.await.expect("it does not panic");
    waker.take().expect("it had a turn")
}

#[test]
fn a_call_that_was_made_and_is_taken_back() {
    let event_loop = EventLoop::new();
    let made = event_loop.call_later(Duration::ZERO, || ());
    event_loop.run_until_complete(async {
        come_round().await;
        let tasks = innocent(8);
        made.cancel();
        yield_now().await;
        assert!(are_pending(&tasks));
    });
}

#[test]
fn a_call_that_was_made_and_one_that_is_to_come() {
    let event_loop = EventLoop::new();
    let called = Rc::new(Cell::new(0));
    let made = event_loop.call_later(Duration::ZERO, || ());
    event_loop.run_until_complete(async {
        come_round().await;
        for _ in 0..8 {
            let called = called.clone();
            event_loop.call_later(Duration::from_millis(1), move || called.set(called.get() + 1));
        }
        made.cancel();
        crate::sleep(Duration::from_millis(3)).await;
        while called.get() < 8 {
            yield_now().await;
        }
    });
}

#[test]
fn a_task_of_another_thread_that_ended() {
    let event_loop = EventLoop::new();
    let remote: RemoteHandle<()> = event_loop.handle().spawn(async {});
    event_loop.run_until_complete(async {
        while !remote.is_finished() {
            yield_now().await;
        }
        come_round().await;
        let tasks = innocent(8);
        remote.cancel();
        yield_now().await;
        yield_now().await;
        assert!(are_pending(&tasks));
    });
}

/// The word is on its way when the task ends.
#[test]
fn a_task_of_another_thread_that_ends_before_the_word_comes() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    event_loop.run_until_complete(async {
        let remote = handle.spawn(yield_now());
        // It has come, and has not ended.
        while engine().tasks().is_empty() {
            yield_now().await;
        }
        remote.cancel();
        while !remote.is_finished() {
            yield_now().await;
        }
        come_round().await;
        let tasks = innocent(8);
        // Mail is read in order: when this has had its turn the word has come.
        handle.spawn(async {}).await.expect("it does not panic");
        yield_now().await;
        assert!(are_pending(&tasks));
    });
}

#[test]
fn a_waker_of_old_brings_no_call_forward() {
    let event_loop = EventLoop::new();
    event_loop.run_until_complete(async {
        let waker = old_waker().await;
        come_round().await;
        let called = Rc::new(Cell::new(false));
        for _ in 0..8 {
            let called = called.clone();
            event_loop.call_later(HOUR, move || called.set(true));
        }
        waker.wake();
        yield_now().await;
        assert!(!called.get());
    });
}

#[test]
fn a_waker_of_old_says_no_stop() {
    EventLoop::new().run_until_complete(async {
        let waker = old_waker().await;
        come_round().await;
        let stop = Stop::new();
        let twins: Vec<_> = (0..8).map(|_| stop.remote()).collect();
        waker.wake();
        yield_now().await;
        assert!(!stop.is_stopped());
        // The calls are there all the same.
        twins[3].stop();
        stop.stopped().await;
    });
}

#[test]
fn twins_that_go_after_their_loop() {
    let twins = {
        let event_loop = EventLoop::new();
        event_loop.run_until_complete(async {
            let stop = Stop::new();
            (0..8).map(|_| stop.remote()).collect::<Vec<_>>()
        })
    };
    EventLoop::new().run_until_complete(async {
        let tasks = innocent(8);
        drop(twins);
        yield_now().await;
        assert!(are_pending(&tasks));
    });
}

/// A loop that is full says so by a panic, and what did not get in is dropped with nothing
/// borrowed: it may look for its loop.
#[test]
fn a_full_loop() {
    struct Looks;
    impl Drop for Looks {
        fn drop(&mut self) {
            assert!(crate::snapshot().is_some());
            engine().tasks().iter().for_each(|(_, ticket)| engine().cancel(*ticket));
        }
    }
    EventLoop::new().run_until_complete(async {
        let here = engine();
        here.limit_slots(3);
        let first = spawn(pending::<()>());
        drop(spawn(pending::<()>()));
        let looks = Looks;
        let spawned = catch_unwind(AssertUnwindSafe(|| {
            drop(spawn(async move {
                let _looks = looks;
                pending::<()>().await;
            }));
        }));
        let panic = spawned.expect_err("it is full");
        let message = panic.downcast_ref::<String>().expect("a text");
        assert!(message.contains("can hold no more"), "{message}");
        assert_eq!(first.state(), TaskState::Cancelling);
        let called = catch_unwind(AssertUnwindSafe(|| here.call_soon(|| ())));
        assert!(called.is_err());
        // Those who were cancelled make room.
        assert!(first.await.expect_err("the drop has cancelled it").is_cancelled());
        assert!(spawn(async { 7 }).await.is_ok_and(|value| value == 7));
    });
}

/// A twin that goes leaves its slot in the loop, on whatever thread it goes.
#[test]
fn twins_that_go_leave_no_call_behind() {
    EventLoop::new().run_until_complete(async {
        // The word of another thread comes by mail, and a round of 64 turns may come first.
        engine().limit_slots(200);
        let stop = Stop::new();
        for _ in 0..1000 {
            drop(stop.remote());
            let twin = stop.remote();
            crate::spawn_blocking(move || drop(twin)).await.unwrap();
            yield_now().await;
        }
    });
}
