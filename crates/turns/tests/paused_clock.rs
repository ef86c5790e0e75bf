//! A clock that jumps: what takes hours is over at once, and in the same order.

mod trace;

use std::time::{Duration, Instant};
use trace::Trace;
use turns::time::{Elapsed, MissedTicks, interval, now, sleep_until, timeout, timeout_at};
use turns::{EventLoop, block_on, sleep, spawn, spawn_blocking, yield_now};

const HOUR: Duration = Duration::from_secs(3600);
/// Timers that are set for the same moment may be some nanoseconds apart.
const TOGETHER: Duration = Duration::from_micros(1);

fn paused<F: Future>(future: F) -> F::Output {
    let start = Instant::now();
    let value = EventLoop::with_paused_clock().run_until_complete(future);
    assert!(start.elapsed() < HOUR);
    value
}

#[test]
fn sleeps_take_the_longest_time_and_not_the_sum() {
    let trace = Trace::default();
    paused(async {
        let start = now();
        let naps = [3, 1, 2, 1].map(|hours| {
            let trace = trace.clone();
            spawn(async move {
                sleep(hours * HOUR).await;
                trace.note(format!("{hours}"));
            })
        });
        for nap in naps {
            nap.await.unwrap();
        }
        assert!(now() - start - 3 * HOUR < TOGETHER);
    });
    assert_eq!(trace.take(), ["1", "1", "2", "3"]);
}

/// Two who sleep until the same moment go on at the same moment, the first of them first.
#[test]
fn who_sleep_until_the_same_moment_wake_together() {
    paused(async {
        for later in [Duration::ZERO, HOUR] {
            // Who sleeps longer, and came before.
            let longer = spawn(sleep(later));
            yield_now().await;
            let end = now() + HOUR / 2;
            let steps = std::rc::Rc::new(std::cell::Cell::new(0));
            let naps = [0, 1, 2].map(|_| {
                let steps = steps.clone();
                spawn(async move {
                    sleep_until(end).await;
                    let (woken, seen) = (now(), steps.get());
                    for _ in 0..5 {
                        steps.set(steps.get() + 1);
                        yield_now().await;
                    }
                    (woken, seen)
                })
            });
            for (place, nap) in naps.into_iter().enumerate() {
                assert_eq!(nap.await.unwrap(), (end, place));
            }
            longer.await.unwrap();
        }
    });
}

#[test]
fn it_stands_still_while_anybody_is_ready() {
    paused(async {
        let start = now();
        let nap = spawn(sleep(Duration::from_nanos(1)));
        for _ in 0..1000 {
            yield_now().await;
        }
        assert!(!nap.is_finished());
        assert_eq!(now(), start);
        nap.await.unwrap();
        assert!(now() - start < TOGETHER);
    });
}

#[test]
fn moments_limits_and_calls_go_by_it() {
    let trace = Trace::default();
    let event_loop = EventLoop::with_paused_clock();
    let note = |what: &'static str| {
        let trace = trace.clone();
        move || trace.note(what)
    };
    let _ = event_loop.call_later(2 * HOUR, note("two hours"));
    event_loop.run_until_complete(async {
        let start = now();
        let _ = event_loop.call_at(start + HOUR, note("one hour"));
        sleep_until(start + HOUR / 2).await;
        trace.note("half an hour");
        let never = std::future::pending::<()>;
        assert_eq!(timeout(HOUR, never()).await, Err(Elapsed));
        assert_eq!(timeout_at(start + 3 * HOUR, never()).await, Err(Elapsed));
        assert_eq!(timeout_at(start + 3 * HOUR, never()).await, Err(Elapsed));
        assert!(now() - start - 3 * HOUR < TOGETHER);
    });
    assert_eq!(trace.take(), ["half an hour", "one hour", "two hours"]);
}

#[test]
fn an_interval_ticks_by_it() {
    paused(async {
        let mut interval = interval(HOUR);
        interval.set_missed_ticks(MissedTicks::Skip);
        let first = interval.tick().await;
        assert_eq!(interval.tick().await, first + HOUR);
        sleep(10 * HOUR + HOUR / 2).await;
        assert_eq!(interval.tick().await, first + 2 * HOUR);
        assert_eq!(interval.tick().await, first + 12 * HOUR);
    });
}

#[test]
fn a_function_on_another_thread_keeps_it_from_jumping() {
    paused(async {
        let start = now();
        let slow = spawn_blocking(|| std::thread::sleep(Duration::from_millis(20)));
        let in_time = timeout(HOUR, slow).await;
        in_time.expect("the clock stood still").unwrap();
        assert_eq!(now(), start);
        sleep(HOUR).await;
        assert_eq!(now() - start, HOUR);
    });
}

#[test]
fn without_a_timer_it_waits_for_other_threads() {
    paused(async {
        let (sender, receiver) = futures::channel::oneshot::channel();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            sender.send(()).unwrap();
        });
        let start = now();
        receiver.await.unwrap();
        assert_eq!(now(), start);
    });
}

#[test]
fn a_message_that_is_there_comes_before_the_next_timer() {
    paused(async {
        let socket = turns::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
        socket.send_to(b"x", socket.local_addr().unwrap()).await.unwrap();
        let start = now();
        let mut buffer = [0; 1];
        assert_eq!(socket.recv(&mut buffer).await.unwrap(), 1);
        // And one for which the task has to wait.
        let receive = spawn(async move { socket.recv(&mut [0; 1]).await });
        yield_now().await;
        receive.cancel();
        assert_eq!(now(), start);
    });
}

#[test]
fn elsewhere_the_clock_is_the_systems() {
    block_on(async {
        let before = Instant::now();
        let now = now();
        assert!(before <= now && now <= Instant::now());
    });
    let before = Instant::now();
    assert!(before <= now());
}
