//! Timers fire in the order of their deadlines. No test here asserts how late.

mod trace;

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use trace::{Trace, block_on, block_on_paused};
use turns::time::{Elapsed, Sleep, interval, now, sleep_until, timeout, timeout_at};
use turns::{JoinHandle, sleep, spawn, yield_now};

#[test]
fn sleeps_end_in_the_order_of_their_deadlines() {
    let trace = Trace::default();

    block_on_paused(async {
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

    block_on_paused(async {
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

/// The last nanoseconds of the clock, asked for more often than there are any.
#[test]
fn many_sleep_to_the_last_moments_of_time_and_hold_up_nobody() {
    block_on(async {
        // The moment from which the loop counts: what has passed is shown as that.
        let past = Instant::now().checked_sub(Duration::from_secs(1000));
        let epoch = sleep_until(past.unwrap_or_else(Instant::now)).deadline().unwrap();
        let mut tasks = Vec::new();
        for before_the_end in [0, 1, 1, 2, 3, u64::MAX / 2, u64::MAX / 2 + 1] {
            let Some(end) = epoch.checked_add(Duration::from_nanos(u64::MAX - before_the_end))
            else {
                continue;
            };
            for _ in 0..4 {
                tasks.push(spawn(sleep_until(end)));
            }
        }
        for _ in 0..4 {
            tasks.push(spawn(sleep(Duration::MAX)));
            tasks.push(spawn(sleep(Duration::from_secs(u64::MAX))));
        }
        yield_now().await;
        assert_eq!(turns::snapshot().unwrap().timers.len(), tasks.len());
        let soon = sleep(Duration::from_millis(2));
        assert_eq!(timeout(Duration::from_secs(3600), soon).await, Ok(()));
        assert!(tasks.iter().all(|task| !task.is_finished()));
        assert!(tasks.iter().all(JoinHandle::cancel));
        for task in tasks {
            assert!(task.await.unwrap_err().is_cancelled());
        }
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn whoever_would_sleep_for_ever_is_woken_when_that_is_changed() {
    block_on(async {
        let nap = std::rc::Rc::new(std::cell::RefCell::new(begun(Duration::MAX).await));
        let theirs = nap.clone();
        let sleeper = spawn(poll_fn(move |cx| theirs.borrow_mut().as_mut().poll(cx)));
        yield_now().await;
        nap.borrow_mut().as_mut().reset(now() + Duration::from_millis(1));
        assert_eq!(timeout(Duration::from_secs(60), sleeper).await.unwrap().unwrap(), ());
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

#[test]
fn equal_deadlines_fire_in_the_order_of_their_coming() {
    let trace = Trace::default();
    let at = Instant::now() + Duration::from_millis(5);

    block_on(async {
        let mut tasks = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let trace = trace.clone();
            tasks.push(spawn(async move {
                sleep_until(at).await;
                trace.note(name);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
    });

    assert_eq!(trace.take(), ["a", "b", "c", "d"]);
}

#[test]
fn a_deadline_in_the_past_is_no_pause() {
    let trace = Trace::default();

    block_on(async {
        drop(spawn(trace.future("other", 1)));
        sleep_until(Instant::now()).await;
        trace.note("at once");
        sleep_until(Instant::now() - Duration::from_millis(1)).await;
        trace.note("at once again");
    });

    assert_eq!(trace.take(), ["at once", "at once again", "other dropped"]);
}

#[test]
fn a_sleep_that_outlives_its_loop_is_not_short() {
    let start = Instant::now();
    let mut nap = Box::pin(sleep(Duration::from_millis(10)));
    // On a slow machine it may be over by now.
    let _ = block_on(async { timeout(Duration::ZERO, &mut nap).await });

    block_on(nap);

    assert!(start.elapsed() >= Duration::from_millis(10));
}

#[test]
fn a_future_that_is_ready_in_time_beats_its_limit() {
    let limit = Duration::from_secs(100);
    assert_eq!(block_on(timeout(limit, async { 3 })), Ok(3));
    assert_eq!(block_on(timeout(Duration::ZERO, async { 3 })), Ok(3));
}

#[test]
fn a_limit_that_is_over_drops_the_future() {
    let trace = Trace::default();
    let guard = trace.on_drop("future dropped");

    let outcome = block_on(timeout(Duration::from_millis(2), async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    }));

    assert_eq!(outcome, Err(Elapsed));
    assert_eq!(trace.take(), ["future dropped"]);
    assert_eq!(std::io::Error::from(Elapsed).kind(), std::io::ErrorKind::TimedOut);
}

#[test]
fn a_timeout_to_the_end_of_time_is_no_limit() {
    assert_eq!(block_on(timeout(Duration::MAX, yield_now())), Ok(()));
}

#[test]
fn ticks_come_a_period_apart_and_none_is_lost_by_giving_up() {
    let period = Duration::from_millis(3);

    block_on_paused(async {
        let mut interval = interval(period);
        let first = interval.tick().await;
        assert_eq!(timeout(Duration::from_micros(1), interval.tick()).await, Err(Elapsed));
        assert_eq!(interval.tick().await, first + period);
        assert_eq!(interval.tick().await, first + 2 * period);
    });
}

#[test]
#[should_panic(expected = "an interval of no time")]
fn an_interval_of_no_time_is_refused() {
    let _ = interval(Duration::ZERO);
}

/// A sleep that has begun to wait, here.
async fn begun(time: Duration) -> std::pin::Pin<Box<Sleep>> {
    let mut nap = Box::pin(sleep(time));
    poll_fn(|cx| {
        assert!(nap.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
    nap
}

#[test]
fn a_sleep_that_is_reset_ends_sooner_or_later() {
    block_on_paused(async {
        let (soon, late) = (now() + Duration::from_millis(2), Duration::from_secs(1000));
        // Before its first poll, and while it waits.
        let mut nap = sleep(late);
        nap.reset(soon);
        nap.await;
        let mut nap = begun(late).await;
        nap.reset(soon);
        nap.await;
        assert!(now() >= soon);

        let mut nap = begun(Duration::from_millis(2)).await;
        nap.reset(now() + late);
        assert_eq!(timeout(Duration::from_millis(10), nap.as_mut()).await, Err(Elapsed));
        // And once more, when it is over.
        nap.reset(now());
        nap.as_mut().await;
        nap.reset(now() + Duration::from_millis(1));
        nap.await;
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn a_sleep_that_is_reset_wakes_whoever_waits_though_it_is_not_polled_again() {
    let trace = Trace::default();
    block_on(async {
        let nap = Rc::new(RefCell::new(Box::pin(sleep(Duration::from_secs(1000)))));
        let (theirs, note) = (nap.clone(), trace.clone());
        let waits = spawn(async move {
            poll_fn(|cx| theirs.borrow_mut().as_mut().poll(cx)).await;
            note.note("woken");
        });
        yield_now().await;
        nap.borrow_mut().reset(now() + Duration::from_millis(1));
        waits.await.unwrap();
    });
    assert_eq!(trace.take(), ["woken"]);
}

#[test]
fn a_sleep_that_is_reset_may_be_in_another_loop_or_on_another_thread() {
    let first = turns::EventLoop::new();
    let mut here = first.run_until_complete(begun(Duration::from_secs(1000)));
    let mut there = first.run_until_complete(begun(Duration::from_secs(1000)));
    let slept = thread::spawn(move || {
        there.reset(now() + Duration::from_millis(1));
        turns::block_on(there);
    });
    slept.join().unwrap();
    here.reset(now() + Duration::from_millis(1));
    block_on(here);
    first.run_until_complete(async {
        yield_now().await;
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn steps_may_have_one_limit_together() {
    block_on(async {
        let deadline = now() + Duration::from_millis(5);
        assert_eq!(timeout_at(deadline, async { 1 }).await, Ok(1));
        assert_eq!(timeout_at(deadline, std::future::pending::<()>()).await, Err(Elapsed));
        assert!(now() >= deadline);
        // What is ready is never late.
        assert_eq!(timeout_at(deadline, async { 2 }).await, Ok(2));
        assert_eq!(timeout_at(deadline, std::future::pending::<()>()).await, Err(Elapsed));
    });
}
