//! Looking at the loop from inside a turn, and from another thread.

mod trace;

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::future::pending;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use trace::block_on;
use turns::inspect::{Direction, Waiter};
use turns::net::{TcpListener, TcpStream};
use turns::{EventLoop, current_task, sleep, snapshot, spawn, yield_now};

#[test]
fn a_task_knows_its_name_and_nobody_else_has_one() {
    assert_eq!(current_task(), None);
    let event_loop = EventLoop::new();
    event_loop.call_soon(|| assert_eq!(current_task(), None));
    let one = event_loop.create_task(async {
        let before = current_task();
        yield_now().await;
        (before, current_task())
    });
    let two = event_loop.create_task(async { current_task() });

    event_loop.run_until_complete(async {
        assert_eq!(current_task(), None);
        let name = || Some("Task-1".to_owned());
        assert_eq!(one.await.unwrap(), (name(), name()));
        assert_eq!(two.await.unwrap().as_deref(), Some("Task-2"));
        assert_eq!(current_task(), None);
    });

    assert_eq!(current_task(), None);
}

#[test]
fn a_task_that_panicked_is_not_the_current_one() {
    block_on(async {
        let task = spawn(async { panic!("on purpose") });
        drop(spawn(async { assert_eq!(current_task().as_deref(), Some("Task-2")) }));
        assert!(task.await.unwrap_err().is_panic());
        assert_eq!(current_task(), None);
    });
}

#[test]
fn a_snapshot_shows_who_is_ready_and_who_waits() {
    assert!(snapshot().is_none());
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(spawn(async { sleep(Duration::from_secs(60)).await }));
        drop(spawn(async { sleep(Duration::from_secs(30)).await }));
        drop(spawn(async move { listener.accept().await.map(drop) }));
        drop(spawn(pending::<()>()));
        yield_now().await;
        drop(spawn(async {}));
        let looking = spawn(async { snapshot().unwrap() });
        drop(spawn(async {}));
        drop(spawn(async move { TcpStream::connect(address).await.map(drop) }));

        let seen = looking.await.unwrap();

        assert_eq!(seen.current.as_deref(), Some("Task-6"));
        assert_eq!(seen.ready, ["Task-7", "Task-8"]);
        let names: Vec<_> = seen.timers.iter().map(|sleeper| sleeper.name.as_str()).collect();
        assert_eq!(names, ["Task-2", "Task-1"]);
        let remaining = seen.timers[0].remaining;
        assert!(remaining > Duration::ZERO && remaining <= Duration::from_secs(30));
        let accept = Waiter { name: "Task-3".to_owned(), direction: Direction::Read };
        assert_eq!(seen.sockets, [accept]);
    });
}

#[test]
fn a_snapshot_names_those_who_are_no_tasks() {
    block_on(async {
        let mut unordered = futures::stream::FuturesUnordered::new();
        unordered.push(sleep(Duration::from_secs(50)));
        let look = async {
            yield_now().await;
            yield_now().await;
            snapshot().unwrap()
        };
        let other = async {
            futures::StreamExt::next(&mut unordered).await;
        };
        let seen = match futures::future::select(std::pin::pin!(look), std::pin::pin!(other)).await
        {
            futures::future::Either::Left((seen, _)) => seen,
            futures::future::Either::Right(_) => panic!("a minute has passed"),
        };
        assert_eq!(seen.current, None);
        assert_eq!(seen.timers[0].name, "other");

        let seen = futures::future::poll_fn(|cx| {
            cx.waker().wake_by_ref();
            std::task::Poll::Ready(snapshot().unwrap())
        });
        assert!(seen.await.ready.contains(&"root".to_owned()));
    });
}

#[test]
fn a_task_that_waits_for_both_ways_of_a_socket_is_shown_twice() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (mut client, accepted) =
            futures::join!(async { TcpStream::connect(address).await.unwrap() }, async {
                listener.accept().await.unwrap().0
            });
        let (mut reader, mut writer) = accepted.split();
        drop(spawn(async move { reader.read(&mut [0; 1]).await }));
        drop(spawn(async move {
            let much = vec![0; 1 << 20];
            while writer.write_all(&much).await.is_ok() {}
        }));
        let waiting = loop {
            sleep(Duration::from_millis(5)).await;
            let sockets = snapshot().unwrap().sockets;
            if sockets.len() >= 2 {
                break sockets;
            }
        };

        let waiter = |name: &str, direction| Waiter { name: name.to_owned(), direction };
        assert_eq!(
            waiting,
            [waiter("Task-1", Direction::Read), waiter("Task-2", Direction::Write)]
        );
        client.close().await.unwrap();
    });
}

#[test]
fn another_thread_sees_the_turn_that_does_not_end() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    assert_eq!(handle.turn(), None);
    let (found, wait) = mpsc::channel();
    drop(event_loop.create_task(pending::<()>()));
    let theirs = handle.clone();
    let watchdog = thread::spawn(move || {
        let start = Instant::now();
        let mut before = None;
        while start.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_millis(10));
            // Another turn that has no core for so long does not end either.
            let turn = theirs.turn().filter(|turn| turn.task.as_deref() == Some("Task-2"));
            if turn.is_some() && turn == before {
                found.send(()).unwrap();
                return turn;
            }
            before = turn;
        }
        None
    });

    let blocks = event_loop.create_task(async move { wait.recv() });
    event_loop.run_until_complete(blocks).unwrap().unwrap();

    let turn = watchdog.join().unwrap().unwrap();
    assert_eq!(turn.task.as_deref(), Some("Task-2"));
    assert_eq!(handle.turn(), None);
}

#[test]
fn a_loop_that_sleeps_is_in_no_turn() {
    let event_loop = EventLoop::new();
    let handle = event_loop.handle();
    let task = event_loop.create_task(sleep(Duration::from_secs(600)));
    let watcher = thread::spawn(move || {
        let start = Instant::now();
        // The root and the task have their turns first.
        while handle.turn().is_some() || start.elapsed() < Duration::from_millis(20) {
            assert!(start.elapsed() < Duration::from_secs(60), "it does not come to rest");
            thread::sleep(Duration::from_millis(1));
        }
        handle.stop().unwrap();
    });

    event_loop.run_forever();

    watcher.join().unwrap();
    assert!(!task.is_finished());
}

#[test]
fn a_waker_that_is_not_the_loop_s_own_has_the_name_that_it_is_given() {
    struct Nobody;
    impl std::task::Wake for Nobody {
        fn wake(self: std::sync::Arc<Self>) {}
    }
    let foreign = std::task::Waker::from(std::sync::Arc::new(Nobody));

    turns::block_on(async {
        let mut sleep = std::pin::pin!(turns::sleep(Duration::from_secs(60)));
        let poll = sleep.as_mut().poll(&mut std::task::Context::from_waker(&foreign));
        assert!(poll.is_pending());

        let plain = turns::snapshot().unwrap();
        let named = turns::inspect::snapshot_with(|waker| {
            waker.will_wake(&foreign).then(|| "Nobody".to_owned())
        });

        assert_eq!(plain.timers[0].name, "other");
        assert_eq!(named.unwrap().timers[0].name, "Nobody");
    });
}

/// A name may be asked of code that panics; nobody who waits is forgotten for that.
#[test]
fn a_panic_while_a_waker_is_named_loses_nobody() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut other = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (mut stream, _) = listener.accept().await.unwrap();
        // The set's own waker is what waits.
        let reading = spawn(async move {
            let read = async { stream.read(&mut [0; 1]).await.unwrap() };
            let mut set = futures::stream::FuturesUnordered::from_iter([read]);
            futures::StreamExt::next(&mut set).await
        });
        yield_now().await;
        let looking = spawn(async { turns::inspect::snapshot_with(|_| panic!("on purpose")) });
        assert!(looking.await.unwrap_err().is_panic());

        other.write_all(b"!").await.unwrap();

        let limit = Duration::from_secs(20);
        assert_eq!(turns::time::timeout(limit, reading).await.unwrap().unwrap(), Some(1));
    });
}
