//! The same is recorded on every runtime: turns, wakes, cancellation, panics, nested tasks.

use std::future::{pending, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;
use timeline::{Outcome, Trace, What, capture, task};

/// What happened to the lane of this name, in short words.
fn course(trace: &Trace, name: &str) -> Vec<&'static str> {
    let lane = lane(trace, name);
    let of_lane = trace.events.iter().filter(|event| event.what.lane() == Some(lane));
    of_lane
        .filter_map(|event| {
            Some(match &event.what {
                What::Spawned { .. } => "made",
                What::PollStarted { .. } => "turn",
                What::PollEnded { outcome: Outcome::Pending, .. } => "pending",
                What::PollEnded { outcome: Outcome::Ready, .. } => "ready",
                What::PollEnded { outcome: Outcome::Panicked, .. } => "panicked",
                What::Woken { by: Some(_), .. } => "woken by a task",
                What::Woken { by: None, .. } => "woken",
                What::Cancelled { .. } => "cancelled",
                What::Dropped { .. } => "dropped",
                _ => return None,
            })
        })
        .collect()
}

fn lane(trace: &Trace, name: &str) -> usize {
    trace.lanes.iter().position(|lane| lane.name == name).expect("the lane was made")
}

/// A pair of tasks: one waits, the other wakes it.
fn pair() -> (impl Future<Output = ()> + Send, impl Future<Output = ()> + Send) {
    let (sender, receiver) = oneshot::channel::<()>();
    let hears = task("hears", async { receiver.await.unwrap() });
    let says = task("says", async move { sender.send(()).unwrap() });
    (hears, says)
}

const HEARS: [&str; 7] = ["made", "turn", "pending", "woken by a task", "turn", "ready", "dropped"];

fn tokio_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn on_tokio() {
    let trace = capture(|| {
        tokio_runtime().block_on(async {
            let (hears, says) = pair();
            let hears = tokio::spawn(hears);
            tokio::task::yield_now().await;
            tokio::spawn(says).await.unwrap();
            hears.await.unwrap();
        });
    });

    assert_eq!(course(&trace, "hears"), HEARS);
    assert_eq!(course(&trace, "says"), ["made", "turn", "ready", "dropped"]);
}

#[test]
fn on_smol() {
    let trace = capture(|| {
        let executor = smol::LocalExecutor::new();
        smol::block_on(executor.run(async {
            let (hears, says) = pair();
            let hears = executor.spawn(hears);
            smol::future::yield_now().await;
            executor.spawn(says).await;
            hears.await;
        }));
    });

    assert_eq!(course(&trace, "hears"), HEARS);
}

#[test]
fn on_turns() {
    let trace = capture(|| {
        turns::block_on(async {
            let (hears, says) = pair();
            let hears = turns::spawn(hears);
            turns::yield_now().await;
            turns::spawn(says).await.unwrap();
            hears.await.unwrap();
        });
    });

    assert_eq!(course(&trace, "hears"), HEARS);
}

#[test]
fn on_async_std() {
    let trace = capture(|| {
        async_std::task::block_on(async {
            let (hears, says) = pair();
            let mut hears = Box::pin(hears);
            let waits = Arc::new(AtomicBool::new(false));
            let theirs = waits.clone();
            let hears = async_std::task::spawn(poll_fn(move |cx| {
                let poll = hears.as_mut().poll(cx);
                theirs.fetch_or(poll.is_pending(), Ordering::SeqCst);
                poll
            }));
            // Other threads run it: wait until it waits.
            while !waits.load(Ordering::SeqCst) {
                async_std::task::sleep(Duration::from_millis(1)).await;
            }
            async_std::task::spawn(says).await;
            hears.await;
        });
    });

    let mut seen = course(&trace, "hears");
    seen.retain(|what| *what != "dropped");
    assert_eq!(seen, HEARS[..6]);
    let threads: Vec<usize> = trace.events.iter().map(|event| event.thread).collect();
    assert!(threads.iter().any(|thread| *thread != threads[0]), "{trace:?}");
}

#[test]
fn one_that_is_stopped_is_cancelled_and_its_values_act_in_its_name() {
    let trace = capture(|| {
        tokio_runtime().block_on(async {
            let (sender, receiver) = oneshot::channel::<()>();
            let waits = tokio::spawn(task("waits", async move {
                let _held = sender;
                pending::<()>().await;
            }));
            let hears = tokio::spawn(task("hears", receiver));
            tokio::task::yield_now().await;
            waits.abort();
            assert!(waits.await.unwrap_err().is_cancelled());
            hears.await.unwrap().unwrap_err();
        });
    });

    let expected = ["made", "turn", "pending", "cancelled", "dropped"];
    assert_eq!(course(&trace, "waits"), expected);
    let (waits, hears) = (lane(&trace, "waits"), lane(&trace, "hears"));
    let woken = What::Woken { lane: hears, by: Some(waits) };
    assert!(trace.events.iter().any(|event| event.what == woken), "{trace:?}");
}

#[test]
fn one_that_never_had_a_turn_is_cancelled_too() {
    let trace = capture(|| drop(task("unborn", pending::<()>())));

    assert_eq!(course(&trace, "unborn"), ["made", "cancelled", "dropped"]);
}

#[test]
fn a_panic_is_an_end_and_passes_on() {
    let trace = capture(|| {
        let fails = task("fails", async { panic!("on purpose") });
        let caught = AssertUnwindSafe(fails).catch_unwind().now_or_never();
        assert!(caught.unwrap().is_err());
    });

    assert_eq!(course(&trace, "fails"), ["made", "turn", "panicked", "dropped"]);
}

#[test]
fn a_wake_from_another_thread_is_one_of_that_thread() {
    let trace = capture(|| {
        tokio_runtime().block_on(task("hears", async {
            let (sender, mut receiver) = oneshot::channel::<()>();
            let (waits, is_waiting) = std::sync::mpsc::channel();
            let helper = std::thread::Builder::new().name("helper".to_owned());
            let helper = helper.spawn(move || {
                is_waiting.recv().unwrap();
                sender.send(()).unwrap();
            });
            let waiting = poll_fn(|cx| {
                let poll = Pin::new(&mut receiver).poll(cx);
                if poll.is_pending() {
                    let _ = waits.send(());
                }
                poll
            });
            waiting.await.unwrap();
            helper.unwrap().join().unwrap();
        }));
    });

    let wakes = trace.events.iter().filter(|event| matches!(event.what, What::Woken { .. }));
    let threads: Vec<&str> = wakes.map(|event| trace.threads[event.thread].name.as_str()).collect();
    assert_eq!(threads, ["helper"]);
}

#[test]
fn a_task_inside_another_has_its_own_turns_within_the_other_s() {
    let trace = capture(|| {
        tokio_runtime().block_on(task("outer", async {
            task("inner", tokio::task::yield_now()).await;
            timeline::mark("after");
        }));
    });

    let (outer, inner) = (lane(&trace, "outer"), lane(&trace, "inner"));
    let starts: Vec<_> = trace
        .events
        .iter()
        .filter_map(|event| match event.what {
            What::PollStarted { lane } => Some(lane),
            _ => None,
        })
        .collect();
    assert_eq!(starts, [outer, inner, outer, inner]);
    assert!(trace.events.iter().any(|event| matches!(&event.what,
        What::Spawned { lane, by: Some(by) } if *lane == inner && *by == outer)));
    // After the inner one’s end the turn is the outer one’s again.
    assert!(trace.events.iter().any(|event| matches!(&event.what,
        What::Marked { lane: Some(lane), .. } if *lane == outer)));
}

#[test]
fn spans_and_moments_have_their_lines_and_their_lanes() {
    let line = line!() + 4;
    let trace = capture(|| {
        tokio_runtime().block_on(task("pupil", async {
            // The next line is looked for.
            let _lesson = timeline::span(format_args!("lesson {}", 2));
            tokio::task::yield_now().await;
        }));
    });

    let span = trace.events.iter().find(|e| matches!(e.what, What::SpanStarted { .. })).unwrap();
    let expected = What::SpanStarted { span: 0, lane: Some(0), name: "lesson 2".to_owned() };
    assert_eq!(span.what, expected);
    let source = span.source.as_ref().unwrap();
    assert_eq!(source.line, line);
    assert!(source.file.ends_with("tests/runtimes.rs"), "{}", source.file);
    let ends = trace.events.iter().filter(|e| matches!(e.what, What::SpanEnded { .. })).count();
    assert_eq!(ends, 1);
}

#[test]
fn threads_and_turns_without_futures_have_lanes() {
    let trace = capture(|| {
        let _teacher = timeline::thread("teacher");
        {
            let _waits = timeline::waiting("the bell");
        }
        drop(timeline::turn("Alice"));
        timeline::turn("Bob").waits();
        timeline::woken("Bob");
        timeline::turn("Alice").last();
    });

    let told: Vec<String> =
        timeline::steps(&trace, timeline::Lang::En).steps.into_iter().map(|s| s.states).collect();
    let expected = [
        "r", "w", "r", // the teacher waits and goes on
        "rq", "rr", "rr", "rq", // Alice, who is ready again after her turn
        "rqq", "rqr", "rqw", "rqq", // Bob, who waits and is woken
        "rrq", "req", "eeq",
    ];
    let padded = |states: &&str| format!("{states:.<3}");
    assert_eq!(told, expected.iter().map(padded).collect::<Vec<_>>());
}

#[test]
fn a_loop_that_sees_only_a_waker_is_told_whose_it_is() {
    let mut name = None;
    capture(|| {
        let asks = task(
            "asks",
            std::future::poll_fn(|context| {
                std::task::Poll::Ready(timeline::name_of(context.waker()))
            }),
        );
        name = asks.now_or_never().unwrap();
        assert_eq!(timeline::name_of(std::task::Waker::noop()), None);
    });

    assert_eq!(name.as_deref(), Some("asks"));
}

#[test]
fn what_a_loop_holds_is_asked_at_each_turn() {
    timeline::observe(|| {
        let ready = vec!["somebody".to_owned()];
        Some(timeline::Snapshot { ready, ..Default::default() })
    });

    let trace = capture(|| {
        task("asks", async {}).now_or_never().unwrap();
    });

    timeline::observe(|| None);
    let asked = trace.events.iter().filter(|event| event.snapshot.is_some()).count();
    assert_eq!(asked, 2);
}

#[test]
fn a_turn_on_another_thread_is_waited_for_though_this_thread_has_a_lane() {
    let mut helper = None;
    let trace = capture(|| {
        let lane = timeline::thread("main");
        let (begun, has_begun) = std::sync::mpsc::channel();
        helper = Some(std::thread::spawn(move || {
            let turn = timeline::turn("Alice");
            begun.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(50));
            turn.last();
        }));
        has_begun.recv().unwrap();
        // As in a program that calls `finish` last in its `main`: the lane is still there.
        std::mem::forget(lane);
    });
    helper.unwrap().join().unwrap();

    assert_eq!(course(&trace, "Alice"), ["made", "turn", "ready"]);
}
