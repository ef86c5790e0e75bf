//! What the page says of handles and wakes and no listing shows: a handle is awaited once, the
//! future of `cancel` has to be awaited, and several wakes may be one turn.

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;

use ch08_task_future::s1_task;
use futures::FutureExt;
use futures::channel::oneshot::{self, Canceled, Receiver, Sender};
use smol::LocalExecutor;
use smol::future::yield_now;

/// Whether it panics when it is awaited.
async fn panics(future: impl Future) -> bool {
    AssertUnwindSafe(future).catch_unwind().await.is_err()
}

// A handle that is awaited by value is gone, and the compiler sees to the rest. By reference it
// stays, and has nothing more to give.

#[test]
fn a_handle_awaited_twice_panics_on_tokio() {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let mut handle = tokio::spawn(async { 42 });

        assert_eq!((&mut handle).await.unwrap(), 42);
        assert!(panics(&mut handle).await);
    });
}

#[test]
fn a_handle_awaited_twice_panics_on_async_std() {
    async_std::task::block_on(async {
        let mut handle = async_std::task::spawn(async { 42 });

        assert_eq!((&mut handle).await, 42);
        assert!(panics(&mut handle).await);
    });
}

#[test]
fn a_handle_awaited_twice_panics_on_smol() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let mut handle = executor.spawn(async { 42 });

        assert_eq!((&mut handle).await, 42);
        assert!(panics(&mut handle).await);
    }));
}

#[test]
fn a_handle_awaited_twice_panics_on_turns() {
    turns::block_on(async {
        let mut handle = turns::spawn(async { 42 });

        assert_eq!((&mut handle).await.unwrap(), 42);
        assert!(panics(&mut handle).await);
    });
}

/// Says that it has begun, waits for the word to go, and works to the end.
async fn do_some_work(begun: Sender<()>, go: Receiver<()>, ended: Sender<()>) {
    begun.send(()).unwrap();
    go.await.unwrap();
    ended.send(()).unwrap();
}

// `cancel` is a coroutine that owns the handle. Dropped before its first turn, it has not asked
// for anything, and what happens is what happens to the handle: it is dropped.

#[test]
fn a_cancel_that_nobody_awaits_detaches_on_async_std() {
    async_std::task::block_on(async {
        let (begin, begun) = oneshot::channel();
        let (go, wait_for_go) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let handle = async_std::task::spawn(do_some_work(begin, wait_for_go, end));
        begun.await.unwrap();

        drop(handle.cancel());

        go.send(()).unwrap();
        assert_eq!(ended.await, Ok(()), "the task goes on to its end");
    });
}

#[test]
fn a_cancel_that_nobody_awaits_cancels_on_smol() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let (begin, begun) = oneshot::channel();
        let (_go, wait_for_go) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let handle = executor.spawn(do_some_work(begin, wait_for_go, end));
        begun.await.unwrap();

        drop(handle.cancel());

        // Nobody has said go: it is the coroutine that is dropped, and its sender with it.
        assert_eq!(ended.await, Err(Canceled), "the task was stopped where it waited");
    }));
}

/// Wakes itself three times in its first turn, then waits for the word that it is over.
async fn wake_three_times(polls: Rc<Cell<u32>>, mut over: Receiver<()>) {
    let word = poll_fn(|context| {
        polls.set(polls.get() + 1);
        if polls.get() == 1 {
            (0..3).for_each(|_| context.waker().wake_by_ref());
        }
        Pin::new(&mut over).poll(context)
    });
    word.await.unwrap();
}

/// Lets the other have every turn that it asked for, and then counts them.
async fn count_the_polls(polls: Rc<Cell<u32>>, over: Sender<()>, counted: Rc<Cell<u32>>) {
    for _ in 0..10 {
        yield_now().await;
    }
    counted.set(polls.get());
    over.send(()).unwrap();
}

#[test]
fn in_stage_1_three_wakes_are_three_polls() {
    let (polls, counted) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (over, wait) = oneshot::channel();
    let mut event_loop = s1_task::EventLoop::default();

    event_loop.create_task(wake_three_times(polls.clone(), wait));
    event_loop.create_task(count_the_polls(polls, over, counted.clone()));
    event_loop.run();

    assert_eq!(counted.get(), 1 + 3);
}

#[test]
fn on_turns_wakes_before_the_next_turn_are_one_poll() {
    let (polls, counted) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (over, wait) = oneshot::channel();

    turns::block_on(async {
        let woken = turns::spawn(wake_three_times(polls.clone(), wait));
        turns::spawn(count_the_polls(polls, over, counted.clone())).await.unwrap();
        woken.await.unwrap();
    });

    assert_eq!(counted.get(), 1 + 1);
}
