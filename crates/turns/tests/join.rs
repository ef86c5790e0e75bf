//! What a handle tells, before the end and after it.

mod trace;

use std::future::pending;
use trace::{Trace, block_on};
use turns::{EventLoop, ResultError, TaskState, spawn, yield_now};

fn name() -> String {
    "Task-1".to_owned()
}

#[test]
fn a_task_prints_as_pending_and_then_as_finished() {
    let event_loop = EventLoop::new();
    let mut task = event_loop.create_task(async { "done" });
    assert_eq!(format!("{task:?}"), "<Task pending name=Task-1>");
    assert_eq!(task.state(), TaskState::Pending);

    event_loop.run_until_complete(task.wait());

    assert_eq!(format!("{task:?}"), "<Task finished name=Task-1 result=\"done\">");
    assert_eq!(task.state(), TaskState::Finished);
}

#[test]
fn names_count_within_their_loop() {
    for _ in 0..2 {
        let event_loop = EventLoop::new();
        let names = [1, 2, 3].map(|n| event_loop.create_task(async move { n }).name());
        assert_eq!(names, ["Task-1", "Task-2", "Task-3"]);
    }
}

#[test]
fn the_result_can_be_asked_before_the_end_and_often_after_it() {
    let event_loop = EventLoop::new();
    let mut task = event_loop.create_task(async { 3 });
    assert_eq!(task.result(), Err(ResultError::Pending { name: name() }));

    event_loop.run_until_complete(task.wait());

    assert_eq!(task.result(), Ok(3));
    assert_eq!(task.result(), Ok(3));
    assert_eq!(event_loop.run_until_complete(&mut task).unwrap(), 3);
    assert_eq!(task.result(), Err(ResultError::Taken { name: name() }));
    assert_eq!(format!("{task:?}"), "<Task finished name=Task-1>");
}

#[test]
fn joining_before_the_end_waits_and_after_the_end_does_not() {
    let trace = Trace::default();

    block_on(async {
        let early = spawn(trace.future("early", 2));
        early.await.unwrap();
        trace.note("joined early");
        let late = spawn(trace.future("late", 1));
        yield_now().await;
        late.await.unwrap();
        trace.note("joined late");
    });

    let expected = [
        "early polled",
        "early polled",
        "early dropped",
        "joined early",
        "late polled",
        "late dropped",
        "joined late",
    ];
    assert_eq!(trace.take(), expected);
}

#[test]
fn one_task_joins_another() {
    let sum = block_on(async {
        let inner = spawn(async { 2 });
        let outer = spawn(async { inner.await.unwrap() + 1 });
        outer.await.unwrap()
    });

    assert_eq!(sum, 3);
}

#[test]
fn a_future_is_dropped_before_its_joiner_goes_on() {
    let trace = Trace::default();

    block_on(async {
        let guard = trace.on_drop("future dropped");
        let task = spawn(async move {
            yield_now().await;
            drop(guard);
        });
        task.await.unwrap();
        trace.note("joined");
    });

    assert_eq!(trace.take(), ["future dropped", "joined"]);
}

#[test]
fn a_handle_outlives_its_loop() {
    let event_loop = EventLoop::new();
    let mut finished = event_loop.create_task(async { 1 });
    let mut pending = event_loop.create_task(pending::<i32>());
    event_loop.run_until_complete(finished.wait());
    drop(event_loop);

    assert_eq!(finished.result(), Ok(1));
    assert!(block_on(&mut pending).unwrap_err().is_cancelled());
    assert!(!pending.cancel());
    assert_eq!(format!("{pending:?}"), "<Task cancelled name=Task-2>");
}

#[test]
fn a_task_can_look_at_itself() {
    let event_loop = EventLoop::new();
    let (sender, receiver) = turns::sync::oneshot::channel::<turns::JoinHandle<String>>();
    let task = event_loop.create_task(async move {
        let own = receiver.await.unwrap();
        format!("{own:?}, {}", own.result().unwrap_err())
    });
    let (copy, looked) = turns::sync::oneshot::channel();
    task.add_done_callback(move |task| copy.send(task.result()).unwrap());
    sender.send(task).unwrap();

    let seen = event_loop.run_until_complete(looked).unwrap().unwrap();

    let expected = "<Task pending name=Task-1>, Task-1 has not finished: its result is not set yet";
    assert_eq!(seen, expected);
}
