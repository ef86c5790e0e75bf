//! A task whose waits are always over at once gives way all the same, after a bounded number of
//! them, whatever it waits for.

mod trace;

use futures::future::select_all;
use futures_lite::{AsyncReadExt, FutureExt, StreamExt};
use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};
use trace::{Trace, block_on};
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::sync::{Mutex, Notify, Semaphore, Stop, mpsc, oneshot};
use turns::time::{Elapsed, interval, sleep_until, timeout, timeout_at};
use turns::{TaskGroup, sleep, spawn, yield_now};

/// Waits for what is there at once, again and again, until another task has had its turn.
#[track_caller]
fn gives_way(wait: impl AsyncFnMut()) -> impl Future<Output = ()> {
    const MANY: usize = 100;
    let caller = std::panic::Location::caller();
    async move {
        let mut wait = wait;
        // Whatever was done before is not counted.
        yield_now().await;
        let had_a_turn = Rc::new(Cell::new(false));
        let theirs = had_a_turn.clone();
        drop(spawn(async move { theirs.set(true) }));
        for _ in 0..MANY {
            wait().await;
            if had_a_turn.get() {
                return;
            }
        }
        panic!("at {caller}: {MANY} waits, and nobody else had a turn");
    }
}

#[test]
fn for_a_time_that_has_passed() {
    block_on(async {
        let start = Instant::now();
        gives_way(async || sleep_until(start).await).await;
        gives_way(async || sleep(Duration::ZERO).await).await;
        let mut interval = interval(Duration::from_nanos(1));
        gives_way(async move || assert!(interval.tick().await >= start)).await;
    });
}

#[test]
fn for_a_value() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(2);
        gives_way(async || {
            sender.send(1).await.unwrap();
            assert_eq!(receiver.recv().await, Some(1));
        })
        .await;
        let (sender, mut receiver) = mpsc::unbounded();
        gives_way(async || {
            sender.send(1).unwrap();
            assert_eq!(receiver.next().await, Some(1));
        })
        .await;
        drop(sender);
        gives_way(async || assert_eq!(receiver.recv().await, None)).await;
        gives_way(async || {
            let (sender, receiver) = oneshot::channel();
            sender.send(1).unwrap();
            assert_eq!(receiver.await, Ok(1));
        })
        .await;
    });
}

#[test]
fn for_room() {
    block_on(async {
        let (sender, receiver) = mpsc::channel::<()>(1);
        gives_way(async || drop(sender.reserve().await.unwrap())).await;
        drop(receiver);
        gives_way(async || assert!(sender.send(()).await.is_err())).await;
    });
}

#[test]
fn for_a_permit_a_lock_and_a_word() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        gives_way(async || drop(semaphore.acquire(1).await.unwrap())).await;
        semaphore.close();
        gives_way(async || assert!(semaphore.acquire(1).await.is_err())).await;
        let mutex = Mutex::new(0);
        gives_way(async || *mutex.lock().await += 1).await;
        let notify = Notify::new();
        gives_way(async || {
            notify.notify_one();
            notify.notified().await;
        })
        .await;
        let stop = Stop::new();
        stop.stop();
        gives_way(async || stop.stopped().await).await;
    });
}

/// Whatever its turn had done before: a task that has come to wait for a word hears the next
/// `notify_all`, which keeps nothing for those who come later.
#[test]
fn one_who_waits_for_a_word_is_in_the_line_at_once() {
    block_on(async {
        for done_before in 0..200 {
            let (notify, stop) = (Notify::new(), Stop::new());
            stop.stop();
            let waits = Rc::new(Cell::new(false));
            let waiter = spawn({
                let (notify, waits) = (notify.clone(), waits.clone());
                async move {
                    for _ in 0..done_before {
                        stop.stopped().await;
                    }
                    waits.set(true);
                    notify.notified().await;
                }
            });
            while !waits.get() {
                yield_now().await;
            }
            notify.notify_all();
            waiter.await.unwrap();
        }
    });
}

/// A word that is there, though the turn has no more to give, is its own: no other takes it, and if
/// it gives up, the word goes on to the next.
#[test]
fn a_word_that_is_heard_a_turn_later_is_not_lost() {
    block_on(async {
        for done_before in 0..200 {
            let (notify, stop) = (Notify::new(), Stop::new());
            stop.stop();
            let waiter = spawn({
                let notify = notify.clone();
                async move {
                    for _ in 0..done_before {
                        stop.stopped().await;
                    }
                    notify.notify_one();
                    let heard = futures::poll!(pin!(notify.notified())).is_ready();
                    if heard {
                        notify.notify_one();
                    }
                    notify.notified().await;
                }
            });
            waiter.await.unwrap();
        }
    });
}

#[test]
fn for_the_end_of_a_task() {
    block_on(async {
        let mut task = spawn(async {});
        gives_way(async || task.wait().await).await;
        gives_way(async || spawn(async {}).await.unwrap()).await;
        let mut group = TaskGroup::<()>::new();
        gives_way(async || assert!(group.next().await.is_none())).await;
        let mut group = TaskGroup::new();
        for _ in 0..1000 {
            group.spawn(async {});
        }
        yield_now().await;
        yield_now().await;
        gives_way(async || group.next().await.unwrap().unwrap()).await;
    });
}

#[test]
fn for_a_socket() {
    block_on(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let to = socket.local_addr().unwrap();
        gives_way(async || {
            socket.send_to(b"x", to).await.unwrap();
            socket.recv(&mut [0; 1]).await.unwrap();
        })
        .await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let caller = spawn(TcpStream::connect(listener.local_addr().unwrap()));
        let (mut here, _) = listener.accept().await.unwrap();
        drop(caller.await.unwrap().unwrap());
        gives_way(async || assert_eq!(here.read(&mut [0; 1]).await.unwrap(), 0)).await;
    });
}

/// A sleep that is looked at in between, and is not over, takes nothing from the turn.
#[test]
fn beside_a_sleep_that_is_not_over() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        let mut nap = pin!(sleep(Duration::from_secs(3600)));
        assert!(futures::poll!(nap.as_mut()).is_pending());
        gives_way(async || {
            for _ in 0..4 {
                drop(semaphore.acquire(1).await.unwrap());
            }
            assert!(futures::poll!(nap.as_mut()).is_pending());
        })
        .await;
    });
}

/// A limit that has come before it is first asked is heard, though what it limits has used the turn
/// up; and so is one in a loop that asks for what is not there.
#[test]
fn a_limit_that_has_come_at_once_is_heard() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        let work = async {
            loop {
                drop(semaphore.acquire(1).await.unwrap());
            }
        };
        let limited: Result<(), Elapsed> = timeout_at(Instant::now(), work).await;
        assert_eq!(limited, Err(Elapsed));
        let (_sender, mut receiver) = mpsc::unbounded::<()>();
        gives_way(async || {
            let limited = timeout_at(Instant::now(), receiver.recv()).await;
            assert_eq!(limited, Err(Elapsed));
        })
        .await;
    });
}

/// How often a future is polled that is woken once and then waits.
fn polls_while_it_waits<F: Future + 'static>(make: impl FnOnce() -> F) -> usize {
    block_on(async {
        let polls = Rc::new(Cell::new(0));
        let counted = polls.clone();
        let mut future = Box::pin(make());
        let waits = spawn(poll_fn(move |cx| {
            counted.set(counted.get() + 1);
            if counted.get() == 1 {
                cx.waker().wake_by_ref();
            }
            future.as_mut().poll(cx).map(drop)
        }));
        sleep(Duration::from_millis(20)).await;
        assert!(!waits.is_finished());
        polls.get()
    })
}

/// To ask for what is not there costs nothing. Else the task would be woken to ask for the rest, and
/// use its turn up by asking for the first again.
#[test]
fn whoever_waits_for_more_than_a_turn_may_do_sleeps() {
    let few = 1..5;
    for many in [64, 65, 100, 128, 129, 200] {
        let values = polls_while_it_waits(|| async move {
            let pairs = (0..many).map(|_| oneshot::channel::<()>());
            let (_senders, receivers): (Vec<_>, Vec<_>) = pairs.unzip();
            select_all(receivers).await
        });
        let queues = polls_while_it_waits(|| async move {
            let pairs = (0..many).map(|_| mpsc::unbounded::<()>());
            let (_senders, mut receivers): (Vec<_>, Vec<_>) = pairs.unzip();
            select_all(receivers.iter_mut().map(StreamExt::next)).await.0
        });
        let ends = polls_while_it_waits(|| async move {
            let mut tasks: Vec<_> = (0..many).map(|_| spawn(pending::<()>())).collect();
            select_all(tasks.iter_mut().map(|task| Box::pin(task.wait()))).await.1
        });
        let groups = polls_while_it_waits(|| async move {
            let mut groups: Vec<_> = (0..many).map(|_| TaskGroup::new()).collect();
            groups.iter_mut().for_each(|group| group.spawn(pending::<()>()));
            select_all(groups.iter_mut().map(|group| Box::pin(group.next()))).await.1
        });
        let naps = polls_while_it_waits(|| async move {
            let (_sender, receiver) = oneshot::channel::<()>();
            let naps = select_all((0..many).map(|_| sleep(Duration::from_secs(3600))));
            async { drop(naps.await) }.or(async { receiver.await.unwrap() }).await
        });
        let all = [values, queues, ends, groups, naps];
        assert!(all.iter().all(|polls| few.contains(polls)), "of {many}: {all:?} polls");
    }
}

/// Whatever its turn has done before: whoever comes first is first in the line, and has what is free.
#[test]
fn whoever_comes_first_is_served_first() {
    for (permits, done_before) in [0, 1].into_iter().flat_map(|n| (60..70).map(move |m| (n, m))) {
        let trace = Trace::default();
        block_on(async {
            let (semaphore, stop) = (Semaphore::new(permits), Stop::new());
            let (sender, mut receiver) = mpsc::channel(1);
            sender.try_send("filled").unwrap();
            stop.stop();
            let users = ["first", "second"].map(|name| {
                let (trace, sender) = (trace.clone(), sender.clone());
                let (semaphore, stop) = (semaphore.clone(), stop.clone());
                spawn(async move {
                    if name == "first" {
                        for _ in 0..done_before {
                            stop.stopped().await;
                        }
                    } else if done_before > 64 {
                        // The first has had a pause.
                        yield_now().await;
                    }
                    let sends = sender.send(name);
                    let uses = async {
                        let _permit = semaphore.acquire(1).await.unwrap();
                        trace.note(name);
                        yield_now().await;
                    };
                    futures::join!(uses, async { sends.await.unwrap() });
                })
            });
            for _ in 0..5 {
                yield_now().await;
            }
            if permits == 0 {
                semaphore.add(1);
            }
            for arrives in ["filled", "first", "second"] {
                assert_eq!(receiver.recv().await, Some(arrives), "after {done_before} waits");
            }
            for user in users {
                user.await.unwrap();
            }
        });
        assert_eq!(trace.take(), ["first", "second"], "{permits} free, after {done_before} waits");
    }
}

#[test]
fn a_limit_comes_though_what_it_limits_never_waits() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        let work = async {
            loop {
                drop(semaphore.acquire(1).await.unwrap());
            }
        };
        let limited: Result<(), Elapsed> = timeout(Duration::from_millis(5), work).await;
        assert_eq!(limited, Err(Elapsed));
    });
}

#[test]
fn a_sleep_of_no_time_is_a_turn_for_all_who_are_ready() {
    let trace = Trace::default();
    block_on(async {
        for name in ["one", "two"] {
            drop(spawn(trace.future(name, 1)));
        }
        sleep(Duration::ZERO).await;
        trace.note("slept");
        // A limit of no time is none at all.
        let never = std::future::pending::<()>();
        drop(spawn(trace.future("three", 1)));
        assert_eq!(timeout(Duration::ZERO, never).await, Err(Elapsed));
        trace.note("over");
    });
    let turns = ["one polled", "one dropped", "two polled", "two dropped", "slept", "over"];
    assert_eq!(trace.take(), [&turns[..], &["three dropped"]].concat());
}

#[test]
fn another_executor_inside_of_a_turn_finds_it_renewed() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        // One that has no other turn to wait for.
        futures::executor::block_on(async {
            for _ in 0..10_000 {
                drop(semaphore.acquire(1).await.unwrap());
            }
        });
    });
}

#[test]
fn where_no_loop_runs_nothing_gives_way() {
    let mut cx = Context::from_waker(Waker::noop());
    let notify = Notify::new();
    for _ in 0..1000 {
        notify.notify_one();
        assert!(pin!(notify.notified()).poll(&mut cx).is_ready());
    }
}

#[test]
fn whoever_polls_a_sleep_again_and_again_in_one_turn_sees_it_end() {
    block_on(async {
        let mut nap = pin!(sleep(Duration::from_millis(5)));
        let start = Instant::now();
        std::future::poll_fn(|cx| {
            while nap.as_mut().poll(cx).is_pending() {
                assert!(start.elapsed() < Duration::from_secs(60), "it never ends");
            }
            std::task::Poll::Ready(())
        })
        .await;
        assert!(start.elapsed() >= Duration::from_millis(5));
    });
}
