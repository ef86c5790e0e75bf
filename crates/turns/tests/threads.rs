//! Other threads reach the loop, and the loop reaches other threads.

mod trace;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use trace::{Trace, block_on};
use turns::{EventLoop, Handle, LoopGone, sleep, spawn, spawn_blocking, yield_now};

#[test]
fn a_future_sent_to_a_loop_runs_on_its_thread() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    let sender = thread::spawn(move || {
        let outcome = handle.spawn(async { thread::current().id() }).wait();
        handle.stop().unwrap();
        outcome
    });

    event_loop.run_forever();

    assert_eq!(sender.join().unwrap().unwrap(), thread::current().id());
}

#[test]
fn a_remote_handle_can_be_awaited_by_another_loop() {
    let (send_handle, receive_handle) = mpsc::channel();
    let server = thread::spawn(move || {
        let event_loop = EventLoop::new();
        send_handle.send(event_loop.handle()).unwrap();
        event_loop.run_forever();
    });
    let handle = receive_handle.recv().unwrap();

    let sum = block_on(async {
        let a = handle.spawn(async { 1 });
        let b = handle.spawn(async {
            sleep(Duration::from_millis(5)).await;
            2
        });
        a.await.unwrap() + b.await.unwrap()
    });
    handle.stop().unwrap();
    server.join().unwrap();

    assert_eq!(sum, 3);
}

#[test]
fn call_soon_threadsafe_wakes_a_sleeping_loop() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    let caller = thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        let stop = handle.clone();
        handle.call_soon_threadsafe(move || stop.stop().unwrap()).unwrap();
    });

    event_loop.run_forever();
    caller.join().unwrap();
}

#[test]
fn a_remote_task_can_be_cancelled_on_its_way_and_later() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    let on_the_way = handle.spawn(std::future::pending::<()>());
    on_the_way.cancel();
    let later = handle.spawn(std::future::pending::<()>());
    event_loop.run_until_complete(yield_now());
    assert!(on_the_way.is_finished());
    assert!(!later.is_finished());

    later.cancel();

    assert!(event_loop.run_until_complete(later).unwrap_err().is_cancelled());
    let error = event_loop.run_until_complete(on_the_way).unwrap_err();
    assert_eq!(error.to_string(), "the task was cancelled");
}

#[test]
fn a_panic_on_the_loop_comes_back_to_the_sender() {
    let event_loop = EventLoop::new();
    let remote = event_loop.handle().spawn(async {
        if true {
            panic!("there")
        }
    });

    let error = event_loop.run_until_complete(remote).unwrap_err();

    assert_eq!(error.message(), Some("there"));
}

/// The loop goes in the very turn of the end, before it could call anybody.
#[test]
fn what_a_task_ended_in_is_told_though_the_loop_has_gone() {
    fn outcome<T: Send + 'static>(
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, turns::JoinError> {
        let event_loop = EventLoop::new();
        let remote = event_loop.handle().spawn(future);
        event_loop.run_until_complete(yield_now());
        drop(event_loop);
        remote.wait()
    }

    assert_eq!(outcome(async { "hello" }).unwrap(), "hello");
    let panic = outcome(async { panic!("a panic of a task sent there") }).unwrap_err();
    assert_eq!(panic.message(), Some("a panic of a task sent there"));
    let never = outcome(std::future::pending::<()>()).unwrap_err();
    assert_eq!(never.to_string(), "Task-1 was cancelled");
}

#[test]
fn a_remote_handle_is_finished_in_the_turn_of_the_end() {
    block_on(async {
        let handle = Handle::current();
        let (ends, ended) = mpsc::channel();
        let remote = handle.spawn(async move {
            yield_now().await;
            ends.send(()).unwrap();
        });
        while ended.try_recv().is_err() {
            yield_now().await;
        }
        assert!(remote.is_finished());
        remote.cancel();
        assert!(remote.await.is_ok(), "a word that comes after the end changes nothing");
    });
}

/// A result that nobody wants is dropped with its task, and may do there what it likes.
#[test]
fn a_result_whose_remote_handle_has_gone_is_dropped_on_the_loop() {
    struct Result(thread::ThreadId, mpsc::Sender<bool>);
    impl Drop for Result {
        fn drop(&mut self) {
            self.1.send(thread::current().id() == self.0).unwrap();
            panic!("the drop of a result");
        }
    }
    block_on(async {
        let (sender, receiver) = mpsc::channel();
        let here = thread::current().id();
        drop(Handle::current().spawn(async move { Result(here, sender) }));
        while match receiver.try_recv() {
            Ok(is_here) => !is_here,
            Err(_) => true,
        } {
            yield_now().await;
        }
        assert_eq!(spawn(async { "the loop goes on" }).await.unwrap(), "the loop goes on");
    });
}

#[test]
fn a_handle_that_outlives_its_loop_says_so() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    let unread = handle.spawn(async { 1 });
    let pending = handle.spawn(std::future::pending::<()>());
    drop(event_loop);

    assert!(unread.wait().unwrap_err().is_cancelled());
    assert!(pending.wait().unwrap_err().is_cancelled());
    assert!(handle.spawn(async { 1 }).wait().unwrap_err().is_cancelled());
    assert_eq!(handle.call_soon_threadsafe(|| ()), Err(LoopGone));
    assert_eq!(handle.stop(), Err(LoopGone));
}

#[test]
fn the_current_handle_is_that_of_the_running_loop() {
    let remote = block_on(async {
        let handle = Handle::current();
        thread::spawn(move || handle.spawn(async { 5 })).join().unwrap().await
    });
    assert_eq!(remote.unwrap(), 5);
}

#[test]
fn blocking_code_holds_up_nobody() {
    let trace = Trace::default();

    block_on(async {
        let (go, wait) = mpsc::channel::<()>();
        let blocking = spawn_blocking(move || wait.recv().unwrap());
        spawn(trace.future("other", 3)).await.unwrap();
        go.send(()).unwrap();
        blocking.await.unwrap();
        trace.note("blocking done");
    });

    assert_eq!(trace.take().last().unwrap(), "blocking done");
}

#[test]
fn blocking_code_runs_on_another_thread_and_returns_its_value() {
    let there = block_on(async { spawn_blocking(|| thread::current().id()).await.unwrap() });
    assert_ne!(there, thread::current().id());
}

#[test]
fn a_panic_in_blocking_code_is_the_outcome_of_its_handle() {
    let error = block_on(async { spawn_blocking(|| panic!("blocked")).await.unwrap_err() });
    assert_eq!(error.message(), Some("blocked"));
}

#[test]
fn a_thousand_blocking_calls_at_once_all_return() {
    let sum = block_on(async {
        let calls: Vec<_> = (0..1000u64).map(|n| spawn_blocking(move || n)).collect();
        let mut sum = 0;
        for call in calls {
            sum += call.await.unwrap();
        }
        sum
    });
    assert_eq!(sum, 499_500);
}

#[test]
fn a_cancelled_blocking_call_lets_go_of_its_result() {
    let dropped = block_on(async {
        let (begin, begun) = mpsc::channel();
        let (go, wait) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let call = spawn_blocking(move || {
            begin.send(()).unwrap();
            wait.recv().unwrap();
            tell
        });
        // Cancelled before it begins, the function would not be called.
        begun.recv().unwrap();
        call.cancel();
        assert!(call.await.unwrap_err().is_cancelled());
        go.send(()).unwrap();
        // The result, a sender, is dropped on the pool's thread; then this receiver hears of it.
        told.recv()
    });
    assert_eq!(dropped, Err::<(), _>(mpsc::RecvError));
}

#[test]
fn no_call_is_lost_between_four_threads_and_the_loop() {
    const CALLS: usize = 50_000;
    static CALLED: AtomicUsize = AtomicUsize::new(0);
    let event_loop = EventLoop::new();
    for _ in 0..4 {
        let handle = event_loop.handle();
        thread::spawn(move || {
            for _ in 0..CALLS {
                let call = || {
                    if CALLED.fetch_add(1, Ordering::SeqCst) + 1 == 4 * CALLS {
                        Handle::current().stop().unwrap();
                    }
                };
                handle.call_soon_threadsafe(call).unwrap();
            }
        });
    }

    event_loop.run_forever();

    assert_eq!(CALLED.load(Ordering::SeqCst), 4 * CALLS);
}

#[test]
fn no_wake_is_lost_when_the_loop_falls_asleep_between_wakes() {
    const ROUNDS: usize = 20_000;
    let (send_waker, receive_waker) = mpsc::channel::<Waker>();
    let waking = thread::spawn(move || receive_waker.into_iter().map(Waker::wake).count());
    let mut asked = 0;

    block_on(async {
        while asked < ROUNDS {
            let mut first = true;
            poll_fn(|cx| {
                if !std::mem::take(&mut first) {
                    return Poll::Ready(());
                }
                send_waker.send(cx.waker().clone()).unwrap();
                Poll::Pending
            })
            .await;
            asked += 1;
        }
    });

    drop(send_waker);
    assert_eq!(waking.join().unwrap(), ROUNDS);
}

#[test]
fn a_sleep_that_another_thread_resets_wakes_whoever_waits_for_it() {
    let nap = Arc::new(Mutex::new(turns::sleep(Duration::from_secs(3600))));
    let theirs = nap.clone();
    let (polled, has_been_polled) = mpsc::channel();
    let thread = thread::spawn(move || {
        has_been_polled.recv().unwrap();
        theirs.lock().unwrap().reset(Instant::now());
    });

    block_on(poll_fn(|cx| {
        let ended = Pin::new(&mut *nap.lock().unwrap()).poll(cx);
        // After the first time nobody listens.
        let _ = polled.send(());
        ended
    }));

    thread.join().unwrap();
}
