//! The orderly end of a loop.

mod trace;

use std::rc::Rc;
use std::time::{Duration, Instant};
use trace::Trace;
use turns::sync::oneshot;
use turns::{EventLoop, sleep, spawn, spawn_blocking, yield_now};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(120);

#[test]
fn a_loop_without_tasks_ends_at_once() {
    assert_eq!(EventLoop::new().shut_down(Duration::ZERO), 0);
    assert_eq!(EventLoop::new().shut_down(Duration::MAX), 0);
}

#[test]
fn all_tasks_are_asked_to_end_and_get_their_last_turn() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    for name in ["one", "two"] {
        let guard = trace.on_drop(name);
        drop(event_loop.create_task(async move {
            let _guard = guard;
            sleep(LONG).await;
        }));
    }
    event_loop.run_until_complete(yield_now());
    // One that never had a turn. It is in the queue already, before the two are asked.
    drop(event_loop.create_task(trace.future("late", 1)));
    let start = Instant::now();
    assert_eq!(event_loop.shut_down(LONG), 0);
    assert!(start.elapsed() < LONG);
    assert_eq!(trace.take(), ["late dropped", "one", "two"]);
}

#[test]
fn whoever_waits_for_a_task_hears_that_it_was_cancelled() {
    let event_loop = EventLoop::new();
    let (sender, receiver) = oneshot::channel();
    let task = event_loop.create_task(std::future::pending::<()>());
    task.add_done_callback(move |task| sender.send(task.is_cancelled()).unwrap());
    assert_eq!(event_loop.shut_down(LONG), 0);
    assert!(task.is_cancelled());
    let mut receiver = receiver;
    assert_eq!(receiver.try_recv(), Ok(true));
}

/// Cleans up in a task of its own, which takes so many turns.
struct CleansUp(Trace, usize);

impl Drop for CleansUp {
    fn drop(&mut self) {
        let (trace, turns) = (self.0.clone(), self.1);
        drop(spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
            trace.note("cleaned up");
        }));
    }
}

#[test]
fn what_tasks_start_in_their_end_may_end_too() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let cleans_up = CleansUp(trace.clone(), 100);
    drop(event_loop.create_task(async move {
        let _cleans_up = cleans_up;
        std::future::pending::<()>().await;
    }));
    event_loop.run_until_complete(yield_now());
    assert_eq!(event_loop.shut_down(LONG), 0);
    assert_eq!(trace.take(), ["cleaned up"]);
}

#[test]
fn the_limit_ends_what_does_not_end_and_says_how_many() {
    /// Starts another when it ends, for ever.
    struct Immortal(Rc<()>);
    impl Drop for Immortal {
        fn drop(&mut self) {
            // When the loop itself drops it, no loop runs that could take another.
            if Rc::strong_count(&self.0) > 1 {
                let next = self.0.clone();
                drop(spawn(async move {
                    let _next = next;
                    std::future::pending::<()>().await;
                }));
            }
        }
    }
    let alive = Rc::new(());
    let event_loop = EventLoop::new();
    for _ in 0..3 {
        let immortal = Immortal(alive.clone());
        drop(event_loop.create_task(async move {
            let _immortal = immortal;
            std::future::pending::<()>().await;
        }));
    }
    event_loop.run_until_complete(yield_now());
    assert_eq!(event_loop.shut_down(Duration::from_millis(20)), 3);
    assert_eq!(Rc::strong_count(&alive), 1, "all were dropped with the loop");
}

#[test]
fn calls_to_come_keep_no_loop() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let guard = trace.on_drop("call dropped");
    let _ = event_loop.call_later(LONG, move || drop(guard));
    let start = Instant::now();
    assert_eq!(event_loop.shut_down(LONG), 0);
    assert!(start.elapsed() < LONG);
    assert_eq!(trace.take(), ["call dropped"]);
}

#[test]
fn a_function_on_another_thread_is_let_go() {
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    let event_loop = EventLoop::new();
    event_loop.run_until_complete(async {
        drop(spawn_blocking(move || receiver.recv()));
    });
    let start = Instant::now();
    assert_eq!(event_loop.shut_down(LONG), 0);
    assert!(start.elapsed() < LONG);
    drop(sender);
}
