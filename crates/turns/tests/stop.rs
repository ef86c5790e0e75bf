//! One word that ends many things: said here, by a parent, by another thread.

mod foreign;
mod trace;

use foreign::{On, acts, failed, panics};
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Waker};
use std::thread;
use trace::{Trace, block_on, give_up_at};
use turns::sync::Stop;
use turns::{EventLoop, JoinHandle, spawn, spawn_blocking, yield_now};

/// A task that waits for the word and notes it.
fn listener(trace: &Trace, stop: &Stop, name: &'static str) -> JoinHandle<()> {
    let (trace, stopped) = (trace.clone(), stop.stopped());
    spawn(async move {
        stopped.await;
        trace.note(name);
    })
}

#[test]
fn all_who_wait_hear_it_and_all_who_come_later() {
    let trace = Trace::default();
    block_on(async {
        let stop = Stop::new();
        assert!(!stop.is_stopped());
        let tasks = ["one", "two", "three"].map(|name| listener(&trace, &stop, name));
        yield_now().await;
        assert_eq!(trace.take(), [""; 0]);

        stop.clone().stop();
        assert!(stop.is_stopped());
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(trace.take(), ["one", "two", "three"]);

        stop.stop();
        stop.stopped().await;
        assert!(stop.child().is_stopped());
    });
}

#[test]
fn a_future_that_has_heard_it_goes_on_saying_so() {
    let stop = Stop::new();
    let mut stopped = pin!(stop.stopped());
    let mut cx = Context::from_waker(Waker::noop());
    assert!(stopped.as_mut().poll(&mut cx).is_pending());
    stop.stop();
    assert!(stopped.as_mut().poll(&mut cx).is_ready());
    assert!(stopped.as_mut().poll(&mut cx).is_ready());
}

#[test]
fn a_wait_that_is_given_up_takes_the_word_from_nobody() {
    for pause in 0..3 {
        let trace = Trace::default();
        block_on(async {
            let stop = Stop::new();
            assert_eq!(give_up_at(pause, stop.stopped()).await, None);
            let heard = listener(&trace, &stop, "heard");
            let gives_up = spawn(stop.stopped());
            let too = listener(&trace, &stop, "heard, too");
            yield_now().await;
            gives_up.cancel();
            stop.stop();
            heard.await.unwrap();
            too.await.unwrap();
        });
        assert_eq!(trace.take(), ["heard", "heard, too"]);
    }
}

#[test]
fn children_hear_their_parent_and_not_their_child() {
    let trace = Trace::default();
    block_on(async {
        let parent = Stop::new();
        let (first, second) = (parent.child(), parent.child());
        let grandchild = first.child();
        let tasks = [
            listener(&trace, &grandchild, "grandchild"),
            listener(&trace, &second, "second"),
            listener(&trace, &parent, "parent"),
        ];
        yield_now().await;

        first.stop();
        yield_now().await;
        yield_now().await;
        assert_eq!(trace.take(), ["grandchild"]);
        assert!(grandchild.is_stopped() && !second.is_stopped() && !parent.is_stopped());

        parent.stop();
        for task in tasks {
            task.await.unwrap();
        }
        let mut heard = trace.take();
        heard.sort();
        assert_eq!(heard, ["parent", "second"]);
    });
}

#[test]
fn a_grandchild_hears_it_though_its_parent_has_gone() {
    let grandparent = Stop::new();
    let grandchild = grandparent.child().child();
    grandparent.stop();
    assert!(grandchild.is_stopped());
}

#[test]
fn a_long_line_of_descendants_stops_and_goes_without_recursion() {
    let first = Stop::new();
    let mut last = first.clone();
    for _ in 0..200_000 {
        last = last.child();
    }
    first.stop();
    assert!(last.is_stopped());
    drop(first);
    drop(last);
}

#[test]
fn a_thread_stops_what_waits_in_the_loop_and_its_children() {
    let trace = Trace::default();
    block_on(async {
        let stop = Stop::new();
        let twin = stop.remote();
        let tasks = [listener(&trace, &stop, "parent"), listener(&trace, &stop.child(), "child")];
        yield_now().await;
        let said = thread::spawn(move || {
            twin.clone().stop();
            twin.stop();
            twin.is_stopped()
        });
        for task in tasks {
            task.await.unwrap();
        }
        assert!(said.join().unwrap() && stop.is_stopped());
    });
    let mut heard = trace.take();
    heard.sort();
    assert_eq!(heard, ["child", "parent"]);
}

#[test]
fn a_function_that_nobody_can_cancel_hears_it() {
    block_on(async {
        let stop = Stop::new();
        let twin = stop.child().remote();
        let works = spawn_blocking(move || while !twin.is_stopped() {});
        yield_now().await;
        assert!(!works.is_finished());
        stop.stop();
        works.await.unwrap();
    });
}

#[test]
fn a_twin_may_outlive_the_loop_and_leaves_it_when_it_goes() {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || {
        let twin: turns::sync::RemoteStop = receiver.recv().unwrap();
        receiver.recv().unwrap_err();
        twin.stop();
        twin.is_stopped()
    });
    let stop = Stop::new();
    let event_loop = EventLoop::new();
    event_loop.run_until_complete(async {
        sender.send(stop.remote()).unwrap();
        // Many that go at once leave no call in the loop, on this thread and on another.
        for _ in 0..1000 {
            drop(stop.remote());
            let twin = stop.remote();
            spawn_blocking(move || drop(twin)).await.unwrap();
        }
        yield_now().await;
    });
    drop(event_loop);
    drop(sender);
    assert!(thread.join().unwrap());
    // Said by the twin: it is the same word.
    assert!(stop.is_stopped());
}

#[test]
fn a_foreign_waker_that_panics_or_calls_back_takes_the_word_from_nobody() {
    for on in [On::Clone, On::Wake, On::Drop] {
        let trace = Trace::default();
        block_on(async {
            let stop = Stop::new();
            let mut bombed = pin!(stop.stopped());
            assert!(bombed.as_mut().poll(&mut Context::from_waker(&panics())).is_pending());
            let theirs = stop.clone();
            let waker = acts(on, move || {
                drop(theirs.child());
                theirs.stop();
            });
            let child = stop.child();
            let task = listener(&trace, &child, "heard");
            yield_now().await;
            let mut acting = pin!(stop.stopped());
            let polled = acting.as_mut().poll(&mut Context::from_waker(&waker));
            assert_eq!(polled.is_ready(), on == On::Clone);
            let _ = acting.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            stop.stop();
            task.await.unwrap();
        });
        assert_eq!(trace.take(), ["heard"], "{on:?}");
    }
    assert_eq!(failed(), 0);
}

#[test]
fn a_twin_made_where_no_loop_runs_says_what_to_do() {
    let stop = Stop::new();
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stop.remote()));
    let panic = made.unwrap_err();
    let message = panic.downcast_ref::<&str>().copied().expect("it is text");
    assert!(message.contains("where no loop runs"), "{message}");
}
