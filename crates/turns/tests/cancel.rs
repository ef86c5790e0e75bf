//! Cancel, at every point of a task's life.

mod trace;

use trace::{Trace, block_on, give_up_at};
use turns::sync::oneshot;
use turns::{EventLoop, JoinHandle, TaskState, spawn, yield_now};

#[test]
fn before_its_first_turn() {
    let trace = Trace::default();

    let error = block_on(async {
        let task = spawn(trace.future("task", 1));
        assert!(task.cancel());
        assert_eq!(task.state(), TaskState::Cancelling);
        assert_eq!(format!("{task:?}"), "<Task cancelling name=Task-1>");
        task.await.unwrap_err()
    });

    assert!(error.is_cancelled());
    assert_eq!(error.to_string(), "Task-1 was cancelled");
    assert_eq!(trace.take(), ["task dropped"]);
}

#[test]
fn between_two_turns() {
    let trace = Trace::default();

    block_on(async {
        let task = spawn(trace.future("task", 9));
        yield_now().await;
        task.cancel();
        trace.note("cancelled");
        assert!(task.await.unwrap_err().is_cancelled());
        trace.note("joined");
    });

    assert_eq!(trace.take(), ["task polled", "cancelled", "task dropped", "joined"]);
}

#[test]
fn while_it_waits_for_nothing_at_all() {
    let trace = Trace::default();

    block_on(async {
        let guard = trace.on_drop("dropped");
        let mut task = spawn(async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        });
        yield_now().await;
        task.cancel();
        task.wait().await;
        assert!(task.is_cancelled());
    });

    assert_eq!(trace.take(), ["dropped"]);
}

#[test]
fn by_itself_at_a_pause() {
    let trace = Trace::default();

    block_on(async {
        let (sender, receiver) = oneshot::channel::<JoinHandle<()>>();
        let (theirs, ended) = (trace.clone(), trace.on_drop("dropped"));
        let task = spawn(async move {
            let _ended = ended;
            receiver.await.unwrap().cancel();
            theirs.note("still running");
            yield_now().await;
            theirs.note("never");
        });
        sender.send(task).unwrap();
        yield_now().await;
        yield_now().await;
    });

    assert_eq!(trace.take(), ["still running", "dropped"]);
}

#[test]
fn by_itself_in_its_last_turn_keeps_the_result() {
    let event_loop = EventLoop::new();
    let (sender, receiver) = oneshot::channel::<JoinHandle<i32>>();
    let (out, result) = oneshot::channel();
    let task = event_loop.create_task(async move {
        receiver.await.unwrap().cancel();
        7
    });
    task.add_done_callback(move |task| out.send(task.result()).unwrap());
    sender.send(task).unwrap();

    assert_eq!(event_loop.run_until_complete(result).unwrap(), Ok(7));
}

#[test]
fn after_the_end_changes_nothing() {
    block_on(async {
        let mut task = spawn(async { 1 });
        task.wait().await;

        assert!(!task.cancel());
        assert_eq!(task.state(), TaskState::Finished);
        assert_eq!(task.await.unwrap(), 1);
    });
}

#[test]
fn twice_is_as_good_as_once() {
    let trace = Trace::default();

    block_on(async {
        let task = spawn(trace.future("task", 9));
        assert!(task.cancel());
        assert!(task.cancel());
        task.await.unwrap_err();
    });

    assert_eq!(trace.take(), ["task dropped"]);
}

#[test]
fn before_the_loop_runs() {
    let event_loop = EventLoop::new();
    let task = event_loop.create_task(async { 1 });
    task.cancel();

    assert!(event_loop.run_until_complete(task).unwrap_err().is_cancelled());
}

#[test]
fn of_the_one_that_is_awaited_ends_the_wait() {
    block_on(async {
        let mut inner = spawn(std::future::pending::<()>());
        yield_now().await;
        inner.cancel();
        inner.wait().await;
        assert_eq!(format!("{inner:?}"), "<Task cancelled name=Task-1>");
    });
}

#[test]
fn by_a_guard_that_is_dropped() {
    let trace = Trace::default();
    block_on(async {
        let guard = spawn(trace.future("task", 9)).cancel_on_drop();
        yield_now().await;
        assert_eq!((guard.name(), guard.state()), ("Task-1".to_owned(), TaskState::Pending));
        drop(guard);
        trace.note("guard dropped");
        yield_now().await;
    });
    assert_eq!(trace.take(), ["task polled", "guard dropped", "task dropped"]);
}

#[test]
fn by_no_guard_that_was_awaited_or_detached() {
    let trace = Trace::default();
    block_on(async {
        let awaited = spawn(trace.future("awaited", 2)).cancel_on_drop();
        assert_eq!(awaited.await.unwrap(), "awaited");
        trace.take();

        let detached = spawn(trace.future("detached", 2)).cancel_on_drop();
        yield_now().await;
        drop(detached.detach());
        yield_now().await;
        assert_eq!(trace.take(), ["detached polled", "detached polled", "detached dropped"]);

        let detached = spawn(trace.future("detached", 2)).cancel_on_drop().detach();
        assert_eq!(detached.await.unwrap(), "detached");
    });
}

#[test]
fn by_a_guard_whose_wait_is_given_up_at_any_await() {
    for pause in 0..3 {
        let trace = Trace::default();
        block_on(async {
            let guard = spawn(trace.future("task", 9)).cancel_on_drop();
            let waits = async { guard.await.unwrap() };
            assert_eq!(give_up_at(pause, waits).await, None);
            yield_now().await;
            yield_now().await;
        });
        assert_eq!(trace.take().last().unwrap(), "task dropped");
    }
}

#[test]
fn by_a_guard_that_goes_with_a_task_that_panics() {
    let trace = Trace::default();
    block_on(async {
        let guard = spawn(trace.future("child", 9)).cancel_on_drop();
        let parent = spawn(async move {
            let _guard = guard;
            panic!("the parent");
        });
        parent.await.unwrap_err();
        yield_now().await;
    });
    assert_eq!(trace.take().last().unwrap(), "child dropped");
}
