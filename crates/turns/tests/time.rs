//! Timers fire in the order of their deadlines. No test here asserts how late.

mod trace;

use std::time::{Duration, Instant};
use trace::Trace;
use turns::{block_on, sleep, spawn, yield_now};

#[test]
fn sleeps_end_in_the_order_of_their_deadlines() {
    let trace = Trace::default();

    block_on(async {
        let mut tasks = Vec::new();
        for (name, millis) in [("c", 15), ("a", 1), ("b", 8)] {
            let trace = trace.clone();
            tasks.push(spawn(async move {
                sleep(Duration::from_millis(millis)).await;
                trace.note(name);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
    });

    assert_eq!(trace.take(), ["a", "b", "c"]);
}

#[test]
fn a_sleep_is_never_short() {
    let start = Instant::now();
    block_on(sleep(Duration::from_millis(5)));
    assert!(start.elapsed() >= Duration::from_millis(5));
}

#[test]
fn a_sleep_of_no_time_is_over_at_once() {
    block_on(sleep(Duration::ZERO));
}

#[test]
fn others_run_while_one_sleeps() {
    let trace = Trace::default();

    block_on(async {
        let sleeper = spawn(sleep(Duration::from_millis(5)));
        spawn(trace.future("other", 3)).await.unwrap();
        assert!(!sleeper.is_finished());
        sleeper.await.unwrap();
    });
}

#[test]
fn a_busy_loop_does_not_hold_up_timers() {
    block_on(async {
        let sleeper = spawn(sleep(Duration::from_millis(1)));
        while !sleeper.is_finished() {
            yield_now().await;
        }
    });
}

#[test]
fn a_sleep_to_the_end_of_time_holds_up_nobody() {
    block_on(async {
        let for_ever = spawn(sleep(Duration::MAX));
        sleep(Duration::from_millis(1)).await;
        assert!(!for_ever.is_finished());
    });
}

#[test]
fn a_sleep_may_move_from_one_loop_to_another() {
    let mut nap = Box::pin(sleep(Duration::from_millis(5)));
    let first = turns::EventLoop::new();
    first.run_until_complete(async {
        let nap = &mut nap;
        std::future::poll_fn(|cx| {
            let _ = nap.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
    });

    block_on(nap);
    drop(first);
}
