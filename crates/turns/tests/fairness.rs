//! However busy some are, each gets its turn. How soon is counted in turns, not in time.

mod trace;

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use trace::block_on;
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::{sleep, spawn, yield_now};

/// Tasks that are ready all the time.
fn keep_busy(tasks: usize) {
    for _ in 0..tasks {
        drop(spawn(async {
            loop {
                yield_now().await;
            }
        }));
    }
}

#[test]
fn ready_tasks_do_not_starve_timers() {
    block_on(async {
        keep_busy(100);
        sleep(Duration::from_millis(2)).await;
    });
}

#[test]
fn ready_tasks_do_not_starve_sockets() {
    block_on(async {
        keep_busy(100);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let calling = spawn(TcpStream::connect(listener.local_addr().unwrap()));
        let (mut here, _) = listener.accept().await.unwrap();
        let mut there = calling.await.unwrap().unwrap();
        let reading = spawn(async move { there.read(&mut [0]).await });
        sleep(Duration::from_millis(1)).await;
        here.write_all(b"x").await.unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), 1);
    });
}

#[test]
fn a_socket_that_is_always_ready_does_not_starve_tasks_or_timers() {
    block_on(async {
        let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        let own = socket.local_addr().unwrap();
        let sent = Rc::new(Cell::new(0u64));
        let (theirs, count) = (socket.clone(), sent.clone());
        // Each message is there to be received at once, so no operation ever has to wait.
        let flood = spawn(async move {
            let mut buffer = [0; 8];
            loop {
                theirs.send_to(b"flood", own).await.unwrap();
                theirs.recv_from(&mut buffer).await.unwrap();
                count.set(count.get() + 1);
            }
        });
        for _ in 0..10 {
            yield_now().await;
        }
        sleep(Duration::from_millis(2)).await;
        assert!(sent.get() > 10, "it was not the flood that stood still");
        assert!(!flood.is_finished());
    });
}

#[test]
fn a_timer_that_is_always_due_does_not_starve_tasks() {
    block_on(async {
        drop(spawn(async {
            loop {
                sleep(Duration::from_nanos(1)).await;
                yield_now().await;
            }
        }));
        for _ in 0..100 {
            yield_now().await;
        }
    });
}

/// Another thread calls as fast as it can, so much at most. However much of that has come, a task
/// that is ready has its next turn after so many of its calls.
#[test]
fn calls_from_another_thread_do_not_starve_tasks() {
    const CALLS: usize = 200_000;
    // As many as are ready, or 64; and those that stood in the queue already.
    for tasks in [1, 200] {
        let most = calls_between_turns(tasks, CALLS);
        assert!(most <= 64.max(tasks + 1), "{most} calls between two turns of {tasks} tasks");
    }
}

/// The most calls that were made between two turns of one of so many tasks that always yield.
fn calls_between_turns(tasks: usize, calls: usize) -> usize {
    thread_local!(static MADE: Cell<usize> = const { Cell::new(0) });
    MADE.set(0);
    block_on(async {
        let handle = turns::Handle::current();
        let caller = std::thread::spawn(move || {
            for _ in 0..calls {
                handle.call_soon_threadsafe(|| MADE.set(MADE.get() + 1)).expect("the loop runs");
            }
        });
        let yielding: Vec<_> = (0..tasks)
            .map(|_| {
                spawn(async move {
                    let mut most = 0;
                    while MADE.get() < calls {
                        let before = MADE.get();
                        yield_now().await;
                        most = most.max(MADE.get() - before);
                    }
                    most
                })
            })
            .collect();
        let mut most = 0;
        for task in yielding {
            most = most.max(task.await.expect("it does not panic"));
        }
        caller.join().expect("it has made its calls");
        most
    })
}

/// The second wake of a task that is in the mail already adds nothing, so all of them together cost
/// no more memory than one, and the task has few turns for them.
#[test]
fn many_wakes_of_one_task_from_another_thread_are_few_turns() {
    const WAKES: usize = 1_000_000;
    let turns = Rc::new(Cell::new(0));
    let counted = turns.clone();
    block_on(async {
        let (send, waker) = std::sync::mpsc::channel::<std::task::Waker>();
        let task = spawn(std::future::poll_fn(move |cx| {
            counted.set(counted.get() + 1);
            let _ = send.send(cx.waker().clone());
            std::task::Poll::<()>::Pending
        }));
        yield_now().await;
        let waker = waker.try_recv().expect("the task has had a turn");
        // The loop reads no mail meanwhile: it waits here, in one turn.
        std::thread::spawn(move || (0..WAKES).for_each(|_| waker.wake_by_ref())).join().unwrap();
        for _ in 0..1000 {
            yield_now().await;
        }
        task.cancel();
    });
    assert_eq!(turns.get(), 2, "its first turn, and one for all the wakes");
}

/// A task has turns of a millisecond. A timer that is due, a socket that is ready and a wake from
/// another thread wait for few of them, and not for 64.
#[test]
fn with_long_turns_nobody_waits_for_many() {
    let turns = Rc::new(Cell::new(0));
    let counted = turns.clone();
    block_on(async {
        let long = spawn(async move {
            loop {
                let until = std::time::Instant::now() + Duration::from_millis(1);
                while std::time::Instant::now() < until {
                    std::hint::spin_loop();
                }
                counted.set(counted.get() + 1);
                yield_now().await;
            }
        });
        // From its first round on: the loop does not believe that turns are short before it has seen
        // some.
        let mut waited = Vec::new();
        for _ in 0..5 {
            // It is due in the next long turn.
            let before = turns.get();
            sleep(Duration::from_micros(500)).await;
            waited.push(turns.get() - before);

            let receiver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let address = receiver.local_addr().unwrap();
            let received = turns.clone();
            let receiving = spawn(async move {
                receiver.recv_from(&mut [0; 5]).await.unwrap();
                received.get()
            });
            // By now it waits.
            yield_now().await;
            yield_now().await;
            let sender = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
            sender.send_to(b"ready", address).unwrap();
            let before = turns.get();
            waited.push(receiving.await.unwrap() - before);

            // Woken by the time that this turn ends: what is counted is the way home.
            let before = turns.get();
            let mut is_first = true;
            std::future::poll_fn(|context| {
                if !std::mem::take(&mut is_first) {
                    return std::task::Poll::Ready(());
                }
                let waker = context.waker().clone();
                std::thread::spawn(move || waker.wake()).join().unwrap();
                std::task::Poll::Pending
            })
            .await;
            waited.push(turns.get() - before);
        }
        long.cancel();
        // In turns: a machine that is busy makes them longer, not more.
        assert!(waited.iter().all(|turns| *turns <= 3), "{waited:?}");
    });
}
