//! Functions registered to the loop, and functions called at a task's end.

mod trace;

use std::time::{Duration, Instant};
use trace::Trace;
use turns::{EventLoop, spawn, yield_now};

/// So many turns that the loop has looked at its timers, however long the machine had other things
/// to do meanwhile.
async fn several_rounds() {
    for _ in 0..200 {
        turns::yield_now().await;
    }
}

#[test]
fn call_soon_calls_in_order_and_not_at_once() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    for name in ["one", "two"] {
        let trace = trace.clone();
        event_loop.call_soon(move || trace.note(name));
    }
    assert!(trace.take().is_empty());

    event_loop.run_until_complete(yield_now());

    assert_eq!(trace.take(), ["one", "two"]);
}

#[test]
fn stop_ends_run_forever_after_what_is_ready() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let theirs = trace.clone();
    drop(event_loop.create_task(async move {
        theirs.note("before");
        yield_now().await;
        theirs.note("not before the loop runs again");
    }));
    event_loop.stop();

    event_loop.run_forever();

    assert_eq!(trace.take(), ["before"]);
}

/// A `run_until_complete` is not what a stop is for: it neither heeds it nor uses it up.
#[test]
fn stop_waits_for_run_forever() {
    for runs_between in 0..3 {
        let event_loop = EventLoop::new();
        event_loop.stop();
        for _ in 0..runs_between {
            event_loop.run_until_complete(yield_now());
        }
        run_forever(&event_loop);
    }
}

#[test]
fn stop_is_kept_while_run_until_complete_goes_to_its_end() {
    let event_loop = EventLoop::new();
    // By a task, by a callback, by another thread.
    let handle = event_loop.handle();
    drop(event_loop.create_task(async move { handle.stop().unwrap() }));
    event_loop.run_until_complete(turns::sleep(Duration::from_millis(5)));
    run_forever(&event_loop);

    let handle = event_loop.handle();
    let thread = std::thread::spawn(move || handle.stop().unwrap());
    event_loop.run_until_complete(turns::sleep(Duration::from_millis(5)));
    thread.join().unwrap();
    run_forever(&event_loop);
}

/// Two words before the end are one; and each `run_forever` needs its own.
#[test]
fn a_stop_ends_one_run_forever() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    event_loop.stop();
    event_loop.stop();
    run_forever(&event_loop);

    let (handle, theirs) = (event_loop.handle(), trace.clone());
    drop(event_loop.call_later(Duration::from_millis(2), move || {
        theirs.note("stopped by this");
        handle.stop().unwrap();
    }));
    run_forever(&event_loop);
    assert_eq!(trace.take(), ["stopped by this"]);
}

/// A root that was woken in its last turn keeps no place before those who come afterwards.
#[test]
fn a_stop_comes_after_what_is_ready_though_the_last_root_was_woken_at_its_end() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    for name in ["one", "two"] {
        // To say it wakes the root that runs now.
        event_loop.run_until_complete(async { event_loop.stop() });
        for _ in 0..100 {
            event_loop.call_soon(|| ());
        }
        let theirs = trace.clone();
        event_loop.call_soon(move || theirs.note(name));
        run_forever(&event_loop);
        assert_eq!(trace.take(), [name]);
    }
}

/// With a limit against hangs.
fn run_forever(event_loop: &EventLoop) {
    let (handle, (ended, end)) = (event_loop.handle(), std::sync::mpsc::channel::<()>());
    let watchdog = std::thread::spawn(move || {
        let hangs = end.recv_timeout(Duration::from_secs(60));
        if hangs == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            handle.stop().unwrap();
            panic!("run_forever did not return");
        }
    });
    event_loop.run_forever();
    drop(ended);
    watchdog.join().unwrap();
}

/// Moments of the past are the ones that come twice.
#[test]
fn a_call_that_was_made_takes_back_no_other_of_the_same_moment() {
    let moment = Instant::now();
    for (before, later) in [(false, false), (true, false), (false, true), (true, true)] {
        let trace = Trace::default();
        let event_loop = EventLoop::new();
        let note = |name: &'static str| {
            let trace = trace.clone();
            move || trace.note(name)
        };
        // One that is far away sends the others to where they are out of order.
        let far = before.then(|| event_loop.call_later(Duration::from_secs(3600), || ()));
        let made = event_loop.call_at(moment, note("old"));
        event_loop.run_until_complete(several_rounds());
        if later {
            far.into_iter().for_each(turns::TimerHandle::cancel);
        }
        let _new = event_loop.call_at(moment, note("new"));
        made.cancel();
        event_loop.run_until_complete(several_rounds());
        assert_eq!(trace.take(), ["old", "new"], "{before} {later}");
    }
}

#[test]
fn a_call_that_was_taken_back_takes_no_other_of_the_same_moment_with_it() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let moment = Instant::now() + Duration::from_millis(2);
    for number in 0..10 {
        let theirs = trace.clone();
        let call = event_loop.call_at(moment, move || theirs.note(format!("{number}")));
        if number % 3 != 0 {
            call.cancel();
        }
    }
    event_loop.run_until_complete(turns::sleep(Duration::from_millis(5)));
    assert_eq!(trace.take(), ["0", "3", "6", "9"]);
}

#[test]
fn call_later_calls_in_the_order_of_the_deadlines() {
    let trace = Trace::default();
    let event_loop = EventLoop::with_paused_clock();
    for (name, millis) in [("late", 20), ("early", 1), ("middle", 10)] {
        let trace = trace.clone();
        drop(event_loop.call_later(Duration::from_millis(millis), move || trace.note(name)));
    }

    event_loop.run_until_complete(turns::sleep(Duration::from_millis(30)));

    assert_eq!(trace.take(), ["early", "middle", "late"]);
}

#[test]
fn call_at_calls_when_the_moment_has_come() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let (moment, theirs) = (Instant::now() + Duration::from_millis(3), trace.clone());
    let called = move || theirs.note(format!("called, in time: {}", Instant::now() >= moment));
    drop(event_loop.call_at(moment, called));

    event_loop.run_until_complete(async {
        turns::sleep(Duration::from_millis(6)).await;
        several_rounds().await;
    });

    assert_eq!(trace.take(), ["called, in time: true"]);
}

#[test]
fn a_cancelled_call_is_dropped_and_not_called() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let guard = trace.on_drop("dropped");
    let theirs = trace.clone();
    let handle = event_loop.call_later(Duration::from_millis(1), move || {
        let _guard = guard;
        theirs.note("called");
    });

    handle.cancel();
    assert_eq!(trace.take(), ["dropped"]);

    event_loop.run_until_complete(turns::sleep(Duration::from_millis(5)));
    assert!(trace.take().is_empty());
}

#[test]
fn cancelling_a_call_that_was_made_does_nothing() {
    let event_loop = EventLoop::new();
    let handle = event_loop.call_later(Duration::ZERO, || {});
    event_loop.run_until_complete(several_rounds());
    handle.cancel();

    let outlives = event_loop.call_later(Duration::ZERO, || {});
    drop(event_loop);
    outlives.cancel();
}

#[test]
fn done_callbacks_are_called_before_the_joiner_goes_on() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let task = event_loop.create_task(async { 3 });
    for name in ["first", "second"] {
        let trace = trace.clone();
        task.add_done_callback(move |task| trace.note(format!("{name} {task:?}")));
    }

    let result = event_loop.run_until_complete(task);

    assert_eq!(result.unwrap(), 3);
    let shown = "<Task finished name=Task-1 result=3>";
    assert_eq!(trace.take(), [format!("first {shown}"), format!("second {shown}")]);
}

#[test]
fn a_callback_added_after_the_end_is_called_by_the_loop() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let mut task = event_loop.create_task(async { 3 });
    event_loop.run_until_complete(task.wait());

    let theirs = trace.clone();
    task.add_done_callback(move |task| theirs.note(format!("{:?}", task.result())));
    assert!(trace.take().is_empty(), "not at once");

    event_loop.run_until_complete(yield_now());
    assert_eq!(trace.take(), ["Ok(3)"]);
}

#[test]
fn a_detached_task_calls_its_callbacks_too() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let theirs = trace.clone();
    let task = event_loop.create_task(async {});
    task.add_done_callback(move |task| theirs.note(task.name()));
    drop(task);

    event_loop.run_until_complete(async {
        yield_now().await;
        yield_now().await;
    });

    assert_eq!(trace.take(), ["Task-1"]);
}

#[test]
fn callbacks_of_cancelled_tasks_are_called_but_not_those_of_a_loop_that_is_gone() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let cancelled = event_loop.create_task(std::future::pending::<()>());
    let pending = event_loop.create_task(std::future::pending::<()>());
    for task in [&cancelled, &pending] {
        let trace = trace.clone();
        task.add_done_callback(move |task| trace.note(format!("{task:?}")));
    }

    cancelled.cancel();
    event_loop.run_until_complete(cancelled).unwrap_err();
    drop(event_loop);

    assert_eq!(trace.take(), ["<Task cancelled name=Task-1>"]);
    assert!(pending.is_cancelled());
}

#[test]
fn a_callback_that_panics_stops_nobody() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let theirs = trace.clone();
    event_loop.call_soon(|| panic!("in a callback"));
    event_loop.call_soon(move || theirs.note("next"));
    let task = event_loop.create_task(async { 1 });
    task.add_done_callback(|_| panic!("in a done callback"));

    assert_eq!(event_loop.run_until_complete(task).unwrap(), 1);
    assert_eq!(trace.take(), ["next"]);
}

#[test]
fn a_callback_may_spawn() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let theirs = trace.clone();
    event_loop.call_soon(move || drop(spawn(theirs.future("spawned", 1))));

    event_loop.run_until_complete(async {
        yield_now().await;
        yield_now().await;
    });

    assert_eq!(trace.take(), ["spawned polled", "spawned dropped"]);
}
