//! What the table from asyncio to Rust says and no listing of the book shows. Each test runs the
//! Python program of its name in `tests/rows`, and does the same in Rust.

use futures::channel::oneshot;
use futures::future::{self, FutureExt};
use futures::io::AsyncWriteExt;
use futures::stream::{self, StreamExt};
use std::cell::{Cell, RefCell};
use std::future::{Future, ready};
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::pin::pin;
use std::process::Stdio;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};
use wait_timeout::ChildExt;

const SHORT: Duration = Duration::from_millis(10);
const AGES: Duration = Duration::from_secs(60);

/// What the Python program of this name prints.
#[track_caller]
fn python_prints(row: &str, expected: &str) {
    let Some(python) = listing::python_for_tests() else { return };
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows").join(row).with_extension("py");
    let mut child =
        python.command().arg(file).stdout(Stdio::piped()).spawn().expect("Python starts");
    if child.wait_timeout(AGES).expect("Python can be waited for").is_none() {
        child.kill().expect("it can be stopped");
        panic!("{row}.py is not over after {AGES:?}");
    }
    let output = child.wait_with_output().expect("its output can be read");
    assert!(output.status.success(), "{row}.py failed: see its message above");
    let printed = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    assert_eq!(printed.trim_end(), expected, "what {row}.py prints has changed");
}

/// A runtime of tokio on this thread alone.
fn tokio_here() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts")
}

/// Whether this panics; its message goes nowhere.
fn panics(function: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(function)).is_err()
}

/// Adds one to a count at each of its turns, for ever.
async fn tick<F: Future<Output = ()>>(count: Rc<Cell<usize>>, give_way: impl Fn() -> F) {
    loop {
        count.set(count.get() + 1);
        give_way().await;
    }
}

#[test]
fn a_task_freezes_between_two_calls() {
    python_prints(
        "a_task_freezes_between_two_calls",
        "between the calls: 0 ticks\nin the second call: some",
    );

    let (runtime, local) = (tokio_here(), LocalSet::new());
    let count = Rc::new(Cell::new(0));
    local.spawn_local(tick(Rc::clone(&count), tokio::task::yield_now));
    local.block_on(&runtime, tokio::task::yield_now());
    let after_the_first = count.get();
    local.block_on(&runtime, tokio::task::yield_now());
    assert!(after_the_first > 0 && count.get() > after_the_first, "tokio's task goes on");

    let executor = smol::LocalExecutor::new();
    let count = Rc::new(Cell::new(0));
    executor.spawn(tick(Rc::clone(&count), smol::future::yield_now)).detach();
    let a_turn = || smol::block_on(executor.run(smol::future::yield_now()));
    a_turn();
    let after_the_first = count.get();
    a_turn();
    assert!(after_the_first > 0 && count.get() > after_the_first, "smol's task goes on");

    let turns = turns::EventLoop::new();
    let count = Rc::new(Cell::new(0));
    drop(turns.create_task(tick(Rc::clone(&count), turns::yield_now)));
    turns.run_until_complete(turns::yield_now());
    let after_the_first = count.get();
    turns.run_until_complete(turns::yield_now());
    assert!(after_the_first > 0 && count.get() > after_the_first, "the task of turns goes on");
}

#[test]
fn a_loop_inside_of_a_loop() {
    python_prints(
        "a_loop_inside_of_a_loop",
        "RuntimeError: asyncio.run() cannot be called from a running event loop",
    );

    assert!(panics(|| tokio_here().block_on(async { tokio_here().block_on(ready(())) })));
    assert!(panics(|| turns::block_on(async { turns::block_on(ready(())) })));
    smol::block_on(async { smol::block_on(ready(())) });
    async_std::task::block_on(async { async_std::task::block_on(ready(())) });
}

#[test]
fn no_loop_is_running() {
    python_prints("no_loop_is_running", "RuntimeError: no running event loop");

    assert!(panics(|| drop(tokio::runtime::Handle::current())));
    assert!(tokio::runtime::Handle::try_current().is_err());
    assert!(panics(|| drop(turns::Handle::current())));
}

#[test]
fn asked_from_another_thread() {
    python_prints(
        "asked_from_another_thread",
        "the thread has 42\nthe loop's own thread waits for itself",
    );

    let runtime = tokio_here();
    let handle = runtime.handle().clone();
    let (done, is_done) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let answer = handle.spawn(async { 42 });
        done.send(handle.block_on(answer).expect("it does not fail")).expect("main waits");
    });
    assert_eq!(runtime.block_on(is_done), Ok(42));
    thread.join().expect("the thread ends");

    let executor = std::sync::Arc::new(smol::Executor::new());
    let (done, is_done) = oneshot::channel();
    let theirs = std::sync::Arc::clone(&executor);
    let thread = std::thread::spawn(move || {
        done.send(smol::block_on(theirs.spawn(async { 42 }))).expect("main waits");
    });
    assert_eq!(smol::block_on(executor.run(is_done)), Ok(42));
    thread.join().expect("the thread ends");

    let turns = turns::EventLoop::new();
    let handle = turns.handle();
    let (done, is_done) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let answer = handle.spawn(async { 42 });
        done.send(answer.wait().expect("it does not fail")).expect("main waits");
    });
    assert_eq!(turns.run_until_complete(is_done), Ok(42));
    thread.join().expect("the thread ends");
}

#[test]
fn a_later_call_whose_handle_is_dropped() {
    python_prints("a_later_call_whose_handle_is_dropped", "called");

    tokio_here().block_on(async {
        let (call, called) = oneshot::channel();
        drop(tokio::spawn(async {
            tokio::time::sleep(SHORT).await;
            call.send(()).expect("we wait");
        }));
        assert_eq!(called.await, Ok(()), "tokio's goes on");
    });

    let turns = turns::EventLoop::new();
    let (call, called) = oneshot::channel();
    drop(turns.call_later(SHORT, || call.send(()).expect("we wait")));
    assert_eq!(turns.run_until_complete(called), Ok(()), "that of turns goes on");

    let executor = smol::LocalExecutor::new();
    let (call, called) = oneshot::channel::<()>();
    drop(executor.spawn(async {
        smol::Timer::after(SHORT).await;
        call.send(()).expect("we wait");
    }));
    let told = smol::block_on(executor.run(called));
    assert!(told.is_err(), "smol's is cancelled");
}

#[test]
fn what_a_new_task_has_of_its_context() {
    python_prints("what_a_new_task_has_of_its_context", "the task has Alice");

    tokio::task_local! { static NAME: &'static str; }
    tokio_here().block_on(NAME.scope("Alice", async {
        assert_eq!(NAME.try_with(|name| *name), Ok("Alice"));
        let in_a_task = tokio::spawn(async { NAME.try_with(|name| *name).is_ok() });
        assert!(!in_a_task.await.expect("it does not fail"), "a task has it only by a scope");
    }));
}

#[test]
fn two_errors_at_once() {
    python_prints("two_errors_at_once", "['a', 'b']");

    tokio_here().block_on(async {
        let mut tasks = JoinSet::new();
        for name in ["a", "b"] {
            tasks.spawn(async move { Err::<(), _>(name) });
        }
        let mut errors = Vec::new();
        while let Some(result) = tasks.join_next().await {
            errors.extend(result.expect("it does not panic").err());
        }
        errors.sort_unstable();
        assert_eq!(errors, ["a", "b"], "all of them, if we keep them");
    });
    let first =
        smol::block_on(future::try_join(async { Err::<(), _>("a") }, async { Err::<(), _>("b") }));
    assert_eq!(first, Err("a"), "or the first, and the other is lost");
}

#[test]
fn what_becomes_of_the_loser() {
    python_prints("what_becomes_of_the_loser", "the winner is done\nthe loser goes on");

    smol::block_on(async {
        let (gate, opened) = oneshot::channel::<()>();
        let passed = tokio_select(opened).await;
        assert!(passed && gate.is_canceled(), "a future that is given away is dropped");

        let (gate, opened) = oneshot::channel::<()>();
        let mut kept = pin!(opened);
        tokio::select! {
            biased;
            _ = &mut kept => unreachable!("nobody has opened it"),
            () = ready(()) => {}
        }
        assert!(!gate.is_canceled(), "one that is lent is still there");
        gate.send(()).expect("it waits");
        assert_eq!(kept.await, Ok(()), "and goes on");
    });
}

/// Whether somebody else wins against this future, which is given to `select!` for good.
async fn tokio_select(loser: impl Future) -> bool {
    tokio::select! {
        biased;
        _ = loser => false,
        () = ready(()) => true,
    }
}

#[test]
fn a_wait_that_only_looks() {
    python_prints("a_wait_that_only_looks", "0 done, 1 left, no error\ndone");

    tokio_here().block_on(async {
        let (gate, opened) = oneshot::channel();
        let mut tasks = JoinSet::new();
        tasks.spawn(opened);
        assert!(tokio::time::timeout(SHORT, tasks.join_next()).await.is_err());
        assert_eq!(tasks.len(), 1, "it is still there");
        gate.send("done").expect("nobody has cancelled it");
        let result = tasks.join_next().await.expect("there is one").expect("it does not panic");
        assert_eq!(result, Ok("done"));
    });
    turns::block_on(async {
        let (gate, opened) = oneshot::channel();
        let mut tasks = turns::TaskGroup::new();
        tasks.spawn(opened);
        assert!(turns::time::timeout(SHORT, tasks.next()).await.is_err());
        gate.send("done").expect("nobody has cancelled it");
        let result = tasks.next().await.expect("there is one").expect("it does not panic");
        assert_eq!(result, Ok("done"));
    });
}

#[test]
fn the_first_in_the_row_holds_up_the_others() {
    python_prints(
        "the_first_in_the_row_holds_up_the_others",
        "begun while the first one waits: [0, 1, 2, 3]\nresults: [0, 1, 2, 3]",
    );

    smol::block_on(async {
        let begun = RefCell::new(Vec::new());
        let (gate, opened) = oneshot::channel::<()>();
        let mut opened = Some(opened);
        let works = (0..4).map(|number| {
            let wait = if number == 0 { opened.take() } else { None };
            let begun = &begun;
            async move {
                begun.borrow_mut().push(number);
                if let Some(opened) = wait {
                    opened.await.expect("it is opened");
                }
                number
            }
        });
        let mut results = pin!(stream::iter(works.collect::<Vec<_>>()).buffered(2).collect());
        for _ in 0..20 {
            let waits: Option<Vec<i32>> = (&mut results).now_or_never();
            assert_eq!(waits, None);
        }
        assert_eq!(*begun.borrow(), [0, 1], "1 is done, and still holds its place");
        gate.send(()).expect("it waits");
        assert_eq!(results.await, [0, 1, 2, 3]);
    });
}

#[test]
fn shielded_from_a_time_limit() {
    python_prints("shielded_from_a_time_limit", "the limit is over\nsaved");

    tokio_here().block_on(async {
        let (gate, opened) = oneshot::channel::<()>();
        let (save, saved) = oneshot::channel();
        let task = tokio::spawn(async {
            opened.await.expect("it is opened");
            save.send(()).expect("we wait");
        });
        assert!(tokio::time::timeout(SHORT, task).await.is_err());
        gate.send(()).expect("the task lives");
        assert_eq!(saved.await, Ok(()));
    });

    let executor = smol::LocalExecutor::new();
    smol::block_on(executor.run(async {
        let (gate, opened) = oneshot::channel::<()>();
        let task = executor.spawn(opened);
        let limit = async {
            smol::Timer::after(SHORT).await;
            None
        };
        let late = smol::future::or(async { Some(task.await) }, limit).await;
        assert_eq!(late, None);
        smol::future::yield_now().await;
        assert!(gate.is_canceled(), "with its handle smol's task is gone");
    }));
}

#[test]
fn a_tenth_of_a_millisecond() {
    // There the system's call that waits counts milliseconds.
    if cfg!(target_os = "linux") {
        python_prints("a_tenth_of_a_millisecond", "most of 50 ms: True");
    }

    // The clock of tokio's timer ticks once a millisecond, and no two sleeps in a row end at one tick.
    let slept = tokio_here().block_on(async {
        let begun = Instant::now();
        for _ in 0..50 {
            tokio::time::sleep(Duration::from_micros(100)).await;
        }
        begun.elapsed()
    });
    assert!(slept >= Duration::from_millis(49), "tokio rounds up to a millisecond: {slept:?}");
}

#[test]
fn an_hour_passes_in_a_test() {
    python_prints("an_hour_passes_in_a_test", "an hour has passed");

    let hour = Duration::from_secs(3_600);
    let begun = Instant::now();
    let slept = turns::EventLoop::with_paused_clock().run_until_complete(async {
        let begun = turns::time::now();
        turns::time::sleep(hour).await;
        turns::time::now() - begun
    });
    assert!(slept >= hour);
    assert!(begun.elapsed() < hour, "nobody has waited for it");
}

#[test]
fn who_comes_after_the_word() {
    python_prints("who_comes_after_the_word", "who comes later is let through");

    let word = tokio::sync::Notify::new();
    word.notify_waiters();
    assert!(word.notified().now_or_never().is_none(), "notify_waiters is not kept");
    word.notify_one();
    assert!(word.notified().now_or_never().is_some(), "notify_one is, for one");
    assert!(word.notified().now_or_never().is_none());

    turns::block_on(async {
        let word = turns::sync::Notify::new();
        word.notify_all();
        assert!(word.notified().now_or_never().is_none());
        let stop = turns::sync::Stop::new();
        stop.stop();
        assert!(stop.stopped().now_or_never().is_some(), "a Stop stays set, as an Event does");
    });
}

#[test]
fn a_permit_goes_back_after_a_failure() {
    python_prints("a_permit_goes_back_after_a_failure", "free again");

    let semaphore = tokio::sync::Semaphore::new(1);
    assert!(panics(|| {
        let _permit = semaphore.try_acquire().expect("it is free");
        panic!("in the middle");
    }));
    assert_eq!(semaphore.available_permits(), 1);

    let semaphore = turns::sync::Semaphore::new(1);
    assert!(panics(|| {
        let _permit = semaphore.try_acquire(1).expect("it is free");
        panic!("in the middle");
    }));
    assert_eq!(semaphore.available(), 1);
}

#[test]
fn one_gives_up_before_a_barrier() {
    python_prints(
        "one_gives_up_before_a_barrier",
        "the other one passes: False\nwith a third one it does",
    );

    let barrier = tokio::sync::Barrier::new(2);
    assert!(barrier.wait().now_or_never().is_none(), "it waits, and is dropped");
    assert!(barrier.wait().now_or_never().is_some(), "it counts all the same");
    let barrier = smol::lock::Barrier::new(2);
    assert!(barrier.wait().now_or_never().is_none());
    assert!(barrier.wait().now_or_never().is_some());
}

#[test]
fn what_is_forgotten_keeps_a_queue_open() {
    python_prints("what_is_forgotten_keeps_a_queue_open", "join still waits\njoin is over");

    smol::block_on(async {
        let (sender, mut receiver) = tokio::sync::mpsc::channel::<u8>(1);
        let forgotten = sender.clone();
        drop(sender);
        assert_eq!(receiver.recv().now_or_never(), None, "it still waits for the clone");
        drop(forgotten);
        assert_eq!(receiver.recv().now_or_never(), Some(None), "now it's over");

        let (sender, receiver) = smol::channel::bounded::<u8>(1);
        let forgotten = sender.clone();
        drop(sender);
        assert!(receiver.recv().now_or_never().is_none());
        drop(forgotten);
        assert!(receiver.recv().await.is_err());
    });
}

#[test]
fn a_peer_that_does_not_read() {
    python_prints(
        "a_peer_that_does_not_read",
        "millions of bytes wait in memory: True\ndrain has to wait: True",
    );

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let client = TcpStream::connect(listener.local_addr().expect("it has one")).expect("it is up");
    let _silent = listener.accept().expect("it has connected");
    smol::block_on(async {
        let mut client = smol::Async::new(client).expect("it can be asked not to block");
        let pieces = async {
            for _ in 0..1_000 {
                client.write_all(&[b'x'; 65_536]).await.expect("it is open");
            }
            "all is written"
        };
        let enough = async {
            smol::Timer::after(Duration::from_millis(200)).await;
            "it waits"
        };
        assert_eq!(smol::future::or(pieces, enough).await, "it waits");
    });
}

#[test]
fn closed_with_unread_bytes() {
    python_prints("closed_with_unread_bytes", "reset");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let mut client =
        TcpStream::connect(listener.local_addr().expect("it has one")).expect("it is up");
    let (mut server, _) = listener.accept().expect("it has connected");
    client.write_all(b"a question").expect("it is open");
    server.peek(&mut [0]).expect("it has come, and nobody reads it");
    server.write_all(b"an answer").expect("it is open");
    drop(server);
    client.set_read_timeout(Some(AGES)).expect("a limit may be set");
    let told = client.read_to_end(&mut Vec::new()).expect_err("the connection is reset");
    assert_eq!(told.kind(), ErrorKind::ConnectionReset);
}

/// Says when it is dropped.
struct CleanUp<'a>(&'a RefCell<Vec<String>>);

impl Drop for CleanUp<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push("cleaned up".into());
    }
}

#[test]
fn a_stream_that_is_left_early() {
    python_prints("a_stream_that_is_left_early", "after break: 0\nafter aclosing: 0 cleaned up");

    let log = RefCell::new(Vec::new());
    smol::block_on(async {
        let first = (0, CleanUp(&log));
        let mut numbers = pin!(stream::unfold(first, |(number, clean_up)| async move {
            (number < 3).then_some((number, (number + 1, clean_up)))
        }));
        let number = numbers.next().await.expect("there are three");
        log.borrow_mut().push(number.to_string());
        assert_eq!(*log.borrow(), ["0"], "it lives as long as its name");
    });
    assert_eq!(*log.borrow(), ["0", "cleaned up"], "and no longer");
}
