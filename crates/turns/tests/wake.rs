//! Wakers: by value, by reference, stale, late, from elsewhere.

mod trace;

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
use trace::{Trace, block_on};
use turns::{EventLoop, spawn, yield_now};

/// A task that notes each poll, gives its waker away and never ends.
fn give_waker(trace: &Trace) -> (impl Future<Output = ()> + 'static, Rc<RefCell<Option<Waker>>>) {
    let given = Rc::new(RefCell::new(None));
    let (theirs, trace) = (given.clone(), trace.clone());
    let future = poll_fn(move |cx| {
        trace.note("polled");
        *theirs.borrow_mut() = Some(cx.waker().clone());
        Poll::Pending
    });
    (future, given)
}

#[test]
fn by_reference_and_by_value_each_bring_one_poll() {
    let trace = Trace::default();
    block_on(async {
        let (future, given) = give_waker(&trace);
        drop(spawn(future));
        yield_now().await;
        assert_eq!(trace.take(), ["polled"]);

        given.borrow().as_ref().unwrap().wake_by_ref();
        yield_now().await;
        assert_eq!(trace.take(), ["polled"]);

        given.take().unwrap().wake();
        yield_now().await;
        assert_eq!(trace.take(), ["polled"]);
    });
}

#[test]
fn many_wakes_before_a_turn_bring_one_poll() {
    let trace = Trace::default();
    block_on(async {
        let (future, given) = give_waker(&trace);
        drop(spawn(future));
        yield_now().await;
        trace.take();

        let waker = given.take().unwrap();
        for _ in 0..10 {
            waker.wake_by_ref();
        }
        yield_now().await;
        yield_now().await;
    });
    assert_eq!(trace.take(), ["polled"]);
}

#[test]
fn a_wake_while_running_brings_another_turn() {
    let trace = Trace::default();
    block_on(async { spawn(trace.future("task", 2)).await.unwrap() });
    assert_eq!(trace.take(), ["task polled", "task polled", "task dropped"]);
}

#[test]
fn a_wake_after_the_end_touches_nobody_even_if_the_slot_is_used_again() {
    let trace = Trace::default();
    block_on(async {
        let kept = Rc::new(RefCell::new(None));
        let theirs = kept.clone();
        let first = spawn(poll_fn(move |cx| {
            *theirs.borrow_mut() = Some(cx.waker().clone());
            Poll::Ready(())
        }));
        first.await.unwrap();
        let (second, _given) = give_waker(&trace);
        drop(spawn(second));
        yield_now().await;
        assert_eq!(trace.take(), ["polled"]);

        kept.take().unwrap().wake();
        yield_now().await;
    });
    assert!(trace.take().is_empty());
}

#[test]
fn a_task_that_wakes_itself_and_ends_leaves_a_clean_slot() {
    let trace = Trace::default();
    block_on(async {
        let ends = spawn(poll_fn(|cx| {
            cx.waker().wake_by_ref();
            Poll::Ready(())
        }));
        ends.await.unwrap();
        let polls = spawn(trace.future("next", 3)).await;
        polls.unwrap();
    });
    assert_eq!(trace.take(), ["next polled", "next polled", "next polled", "next dropped"]);
}

#[test]
fn a_waker_outlives_its_loop() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let (future, given) = give_waker(&trace);
    drop(event_loop.create_task(future));
    event_loop.run_until_complete(yield_now());
    drop(event_loop);

    let waker = given.take().unwrap();
    waker.wake_by_ref();
    thread::spawn(move || waker.wake()).join().unwrap();

    assert_eq!(trace.take(), ["polled"]);
}

#[test]
fn a_stale_waker_of_an_earlier_root_does_no_harm() {
    let event_loop = EventLoop::new();
    let mut kept: Option<Waker> = None;
    event_loop.run_until_complete(poll_fn(|cx| {
        kept = Some(cx.waker().clone());
        Poll::Ready(())
    }));
    let mut polls = 0;

    event_loop.run_until_complete(poll_fn(|cx| {
        polls += 1;
        kept.as_ref().unwrap().wake_by_ref();
        if polls == 1 {
            let waker = cx.waker().clone();
            event_loop.call_soon(move || waker.wake());
            return Poll::Pending;
        }
        Poll::Ready(())
    }));

    assert_eq!(polls, 2);
}

#[test]
fn another_thread_wakes_a_sleeping_loop() {
    let mut asked = false;
    let answer = block_on(poll_fn(|cx| {
        if asked {
            return Poll::Ready("woken");
        }
        asked = true;
        let waker = cx.waker().clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            waker.wake();
        });
        Poll::Pending
    }));
    assert_eq!(answer, "woken");
}

#[test]
fn wakes_between_two_runs_are_kept() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let (future, given) = give_waker(&trace);
    drop(event_loop.create_task(future));
    event_loop.run_until_complete(yield_now());
    trace.take();

    given.take().unwrap().wake();
    event_loop.run_until_complete(yield_now());

    assert_eq!(trace.take(), ["polled"]);
}
