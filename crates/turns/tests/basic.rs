//! Tasks take turns.

mod trace;

use std::cell::Cell;
use std::rc::Rc;
use trace::{Trace, block_on};
use turns::{EventLoop, spawn, yield_now};

#[test]
fn block_on_returns_what_the_future_returns() {
    assert_eq!(block_on(async { 6 * 7 }), 42);
}

#[test]
fn the_root_may_borrow_from_the_caller() {
    let mut words = vec!["one"];

    block_on(async { words.push("two") });

    assert_eq!(words, ["one", "two"]);
}

#[test]
fn tasks_take_turns_in_the_order_they_were_spawned() {
    let trace = Trace::default();

    block_on(async {
        let a = spawn(trace.future("a", 2));
        let b = spawn(trace.future("b", 2));
        assert_eq!(a.await.unwrap(), "a");
        assert_eq!(b.await.unwrap(), "b");
    });

    let expected = ["a polled", "b polled", "a polled", "a dropped", "b polled", "b dropped"];
    assert_eq!(trace.take(), expected);
}

#[test]
fn a_future_need_not_be_send() {
    let shared = Rc::new(Cell::new(1));
    let theirs = shared.clone();

    block_on(async { spawn(async move { theirs.set(2) }).await.unwrap() });

    assert_eq!(shared.get(), 2);
}

#[test]
fn a_task_may_be_made_before_the_loop_runs() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();

    let task = event_loop.create_task(trace.future("task", 1));
    assert!(trace.take().is_empty(), "nothing runs before the loop runs");

    assert_eq!(event_loop.run_until_complete(task).unwrap(), "task");
    assert_eq!(trace.take(), ["task polled", "task dropped"]);
}

#[test]
fn a_pending_task_goes_on_when_the_loop_runs_again() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let mut task = event_loop.create_task(trace.future("task", 3));

    event_loop.run_until_complete(yield_now());
    assert!(!task.is_finished());

    assert_eq!(event_loop.run_until_complete(&mut task).unwrap(), "task");
}

#[test]
fn a_dropped_handle_detaches_its_task() {
    let trace = Trace::default();

    block_on(async {
        drop(spawn(trace.future("task", 1)));
        yield_now().await;
    });

    assert_eq!(trace.take(), ["task polled", "task dropped"]);
}

#[test]
fn yield_now_lets_every_ready_task_go_first() {
    let trace = Trace::default();

    block_on(async {
        for name in ["a", "b", "c"] {
            drop(spawn(trace.future(name, 1)));
        }
        yield_now().await;
        trace.note("root");
    });

    let polls: Vec<_> =
        trace.take().into_iter().filter(|note| !note.ends_with("dropped")).collect();
    assert_eq!(polls, ["a polled", "b polled", "c polled", "root"]);
}

#[test]
fn a_hundred_thousand_tasks_all_run() {
    let count = Rc::new(Cell::new(0));

    block_on(async {
        let tasks: Vec<_> = (0..100_000)
            .map(|_| {
                let count = count.clone();
                spawn(async move {
                    yield_now().await;
                    count.set(count.get() + 1);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });

    assert_eq!(count.get(), 100_000);
}

#[test]
fn when_the_loop_goes_its_tasks_are_dropped_in_order() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let handles: Vec<_> =
        ["a", "b", "c"].map(|name| event_loop.create_task(trace.future(name, 9))).into();
    event_loop.run_until_complete(yield_now());
    trace.take();

    drop(event_loop);

    assert_eq!(trace.take(), ["a dropped", "b dropped", "c dropped"]);
    assert!(handles.iter().all(|handle| handle.is_cancelled()));
}

#[test]
fn a_task_spawned_by_a_dropped_task_is_dropped_too() {
    struct SpawnOnDrop(Trace);
    impl Drop for SpawnOnDrop {
        fn drop(&mut self) {
            drop(spawn(self.0.future("late", 1)));
        }
    }
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let guard = SpawnOnDrop(trace.clone());
    drop(event_loop.create_task(async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    }));

    drop(event_loop);

    assert_eq!(trace.take(), ["late dropped"]);
}

#[test]
fn two_loops_take_turns_on_one_thread() {
    let (a, b) = (EventLoop::new(), EventLoop::new());
    let (sender, receiver) = turns::sync::oneshot::channel();
    let waiting = a.create_task(receiver);
    a.run_until_complete(yield_now());

    b.run_until_complete(async { sender.send(5).unwrap() });

    assert_eq!(a.run_until_complete(waiting).unwrap(), Ok(5));
}

#[test]
fn a_loop_may_be_dropped_inside_another() {
    let trace = Trace::default();
    let inner = EventLoop::new();
    let handle = inner.create_task(trace.future("inner", 9));

    block_on(async {
        let outer = spawn(trace.future("outer", 2));
        drop(inner);
        assert!(handle.is_cancelled());
        outer.await.unwrap();
    });

    assert_eq!(trace.take(), ["inner dropped", "outer polled", "outer polled", "outer dropped"]);
}
