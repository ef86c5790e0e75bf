//! Wakers of others: one that panics costs nobody else a wake, and one that calls back finds
//! nothing borrowed and loses no word.

mod foreign;
mod trace;

use foreign::{ALWAYS, On, acts, failed, panics};
use futures_lite::{AsyncRead, AsyncWriteExt};
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use trace::{Trace, block_on, block_on_paused};
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::sync::{Notify, Semaphore, mpsc, oneshot};
use turns::time::timeout;
use turns::{EventLoop, JoinHandle, sleep, spawn, yield_now};

fn poll_with<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

/// Three tasks that wait, each for a future of its own.
fn three<F: Future + 'static>(trace: &Trace, wait: impl Fn() -> F) -> [JoinHandle<()>; 3] {
    ["one", "two", "three"].map(|name| {
        let (trace, wait) = (trace.clone(), wait());
        spawn(async move {
            wait.await;
            trace.note(name);
        })
    })
}

/// Waits for all, but not for ever.
async fn all_end(tasks: [JoinHandle<()>; 3]) {
    for task in tasks {
        let ended = timeout(Duration::from_secs(60), task).await;
        ended.expect("the wake was lost").expect("no task panics");
    }
}

#[test]
fn one_that_panics_is_first_of_those_told_by_notify_all() {
    let trace = Trace::default();
    block_on(async {
        let notify = Notify::new();
        let mut first = pin!(notify.notified());
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        let tasks = three(&trace, || notify.notified());
        yield_now().await;

        notify.notify_all();
        all_end(tasks).await;
        assert!(poll_with(first, Waker::noop()).is_ready());
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_is_first_of_those_who_get_permits() {
    let trace = Trace::default();
    block_on(async {
        let semaphore = Semaphore::new(0);
        let mut first = pin!(semaphore.acquire(1));
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        let tasks = three(&trace, || {
            let acquire = semaphore.acquire(1);
            async { acquire.await.expect("nobody closes it").forget() }
        });
        yield_now().await;

        semaphore.add(4);
        all_end(tasks).await;
        assert!(poll_with(first, Waker::noop()).is_ready());
        // What the first had went back.
        assert_eq!(semaphore.available(), 1);
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_is_first_of_those_told_that_a_semaphore_closes() {
    let trace = Trace::default();
    block_on(async {
        let semaphore = Semaphore::new(0);
        let mut first = pin!(semaphore.acquire(1));
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        let tasks = three(&trace, || {
            let acquire = semaphore.acquire(1);
            async { assert!(acquire.await.is_err()) }
        });
        yield_now().await;

        semaphore.close();
        all_end(tasks).await;
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_is_first_of_those_who_send_to_a_receiver_that_goes() {
    let trace = Trace::default();
    block_on(async {
        let (sender, receiver) = mpsc::channel(1);
        sender.send(0).await.unwrap();
        let mut first = pin!(sender.send(1));
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        let tasks = three(&trace, || {
            let sender = sender.clone();
            async move { assert!(sender.send(2).await.is_err()) }
        });
        yield_now().await;

        drop(receiver);
        all_end(tasks).await;
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_is_first_of_those_who_sleep() {
    let trace = Trace::default();
    block_on_paused(async {
        let moment = turns::time::now() + Duration::from_millis(5);
        let mut first = pin!(turns::time::sleep_until(moment));
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        all_end(three(&trace, || turns::time::sleep_until(moment))).await;
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_is_first_of_those_who_wait_for_a_socket() {
    let trace = Trace::default();
    block_on(async {
        let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        let theirs = socket.clone();
        let mut buffer = [0; 1];
        let mut first = pin!(theirs.recv(&mut buffer));
        assert!(poll_with(first.as_mut(), &panics()).is_pending());
        let tasks = three(&trace, || {
            let socket = socket.clone();
            async move { assert_eq!(socket.recv(&mut [0; 1]).await.unwrap(), 1) }
        });
        yield_now().await;

        let to = socket.local_addr().unwrap();
        for _ in 0..3 {
            socket.send_to(b"x", to).await.unwrap();
        }
        all_end(tasks).await;
    });
    assert_eq!(trace.take(), ["one", "two", "three"]);
}

#[test]
fn one_that_panics_harms_nobody_where_only_one_is_told() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(2);
        let mut recv = Box::pin(receiver.recv());
        assert!(poll_with(recv.as_mut(), &panics()).is_pending());
        sender.try_send(1).unwrap();
        assert_eq!(recv.await, Some(1));

        // As by a permit that is dropped while a task unwinds, which must not become an abort.
        let semaphore = Semaphore::new(1);
        let permit = semaphore.try_acquire(1).unwrap();
        let mut acquire = Box::pin(semaphore.acquire(1));
        assert!(poll_with(acquire.as_mut(), &panics()).is_pending());
        let unwinds = spawn(async move {
            let _permit = permit;
            panic!("while it holds a permit");
        });
        assert!(unwinds.await.unwrap_err().is_panic());
        drop(acquire);
        assert_eq!(semaphore.available(), 1);

        let (sender, receiver) = oneshot::channel();
        let mut receiver = pin!(receiver);
        assert!(poll_with(receiver.as_mut(), &panics()).is_pending());
        sender.send(1).unwrap();
        assert_eq!(receiver.await, Ok(1));

        let mut task = pin!(spawn(async { 1 }));
        assert!(poll_with(task.as_mut(), &panics()).is_pending());
        assert_eq!(task.await.unwrap(), 1);
    });
}

/// Whatever a foreign waker may do to the loop it is called in.
fn use_the_loop() {
    if turns::snapshot().is_none() {
        return;
    }
    drop(spawn(async {}));
    let mut nap = pin!(sleep(Duration::from_secs(1)));
    assert!(poll_with(nap.as_mut(), Waker::noop()).is_pending());
}

#[test]
fn one_that_notifies_while_it_is_cloned_loses_no_word() {
    block_on(async {
        let notify = Notify::new();
        let theirs = notify.clone();
        let waker = acts(On::Clone, move || theirs.notify_one());

        let mut notified = pin!(notify.notified());
        assert!(poll_with(notified.as_mut(), &waker).is_ready());
    });
}

#[test]
fn one_that_notifies_while_it_takes_the_place_of_another_loses_no_word() {
    block_on(async {
        let notify = Notify::new();
        let theirs = notify.clone();
        let waker = acts(On::Clone, move || theirs.notify_one());

        let mut notified = pin!(notify.notified());
        assert!(poll_with(notified.as_mut(), Waker::noop()).is_pending());
        assert!(poll_with(notified.as_mut(), &waker).is_ready());
    });
}

#[test]
fn one_that_sends_while_it_is_cloned_loses_no_value() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let waker = acts(On::Clone, move || sender.try_send(1).unwrap());
        assert_eq!(poll_with(pin!(receiver.recv()), &waker), Poll::Ready(Some(1)));

        let (sender, receiver) = oneshot::channel();
        let sender = Cell::new(Some(sender));
        let waker = acts(On::Clone, move || {
            sender.take().map(|sender| sender.send(2));
        });
        assert_eq!(poll_with(pin!(receiver), &waker), Poll::Ready(Ok(2)));
    });
}

#[test]
fn one_that_gives_back_while_it_is_cloned_is_served() {
    block_on(async {
        let semaphore = Semaphore::new(0);
        let theirs = semaphore.clone();
        let waker = acts(On::Clone, move || theirs.add(1));
        assert!(poll_with(pin!(semaphore.acquire(1)), &waker).is_ready());

        let semaphore = Semaphore::new(0);
        let theirs = semaphore.clone();
        let waker = acts(On::Clone, move || theirs.close());
        assert!(matches!(poll_with(pin!(semaphore.acquire(1)), &waker), Poll::Ready(Err(_))));
    });
}

#[test]
fn one_that_calls_back_finds_nothing_borrowed() {
    for on in ALWAYS {
        block_on(async {
            let notify = Notify::new();
            let theirs = notify.clone();
            let waker = acts(on, move || {
                use_the_loop();
                theirs.notify_one();
                theirs.notify_all();
                drop(Box::pin(theirs.notified()));
            });
            let mut waits = [0; 3].map(|_| Box::pin(notify.notified()));
            for wait in &mut waits {
                let _ = poll_with(wait.as_mut(), &waker);
                let _ = poll_with(wait.as_mut(), Waker::noop());
                let _ = poll_with(wait.as_mut(), &waker);
            }
            notify.notify_one();
            notify.notify_all();
        });
        block_on(async {
            let semaphore = Semaphore::new(0);
            let theirs = semaphore.clone();
            let waker = acts(on, move || {
                use_the_loop();
                theirs.add(1);
                drop(theirs.try_acquire(1));
            });
            let mut waits = [0; 3].map(|_| Box::pin(semaphore.acquire(5)));
            for wait in &mut waits {
                let _ = poll_with(wait.as_mut(), &waker);
                let _ = poll_with(wait.as_mut(), Waker::noop());
                let _ = poll_with(wait.as_mut(), &waker);
            }
            semaphore.add(3);
            semaphore.close();
        });
        block_on(async {
            let (sender, mut receiver) = mpsc::channel(2);
            let theirs = sender.clone();
            let waker = acts(on, move || {
                use_the_loop();
                let _ = theirs.try_send(1);
            });
            for waker in [&waker, Waker::noop(), &waker] {
                let _ = receiver.poll_recv(&mut Context::from_waker(waker));
            }
            let _ = sender.try_send(1);
            let mut send = pin!(sender.send(1));
            let _ = poll_with(send.as_mut(), &waker);
            drop(receiver);
        });
        block_on_paused(async {
            let waker = acts(on, use_the_loop);
            let mut naps = [1, 1, 1000].map(|ms| Box::pin(sleep(Duration::from_millis(ms))));
            for nap in &mut naps {
                for waker in [&waker, Waker::noop(), &waker] {
                    let _ = poll_with(nap.as_mut(), waker);
                }
            }
            assert!(turns::snapshot().unwrap().timers.len() >= 3);
            sleep(Duration::from_millis(3)).await;
        });
        block_on(async {
            let mut task = Box::pin(spawn(sleep(Duration::from_millis(1))));
            let waker = acts(on, use_the_loop);
            for waker in [&waker, Waker::noop(), &waker] {
                let _ = poll_with(task.as_mut(), waker);
            }
            sleep(Duration::from_millis(3)).await;
        });
        block_on(async {
            let waker = acts(on, || {
                use_the_loop();
                drop(poll_with(pin!(turns::signal::ctrl_c()), Waker::noop()));
            });
            let mut ctrl_c = pin!(turns::signal::ctrl_c());
            for waker in [&waker, Waker::noop(), &waker] {
                assert!(poll_with(ctrl_c.as_mut(), waker).is_pending());
            }
        });
        assert_eq!(failed(), 0, "{on:?}");
    }
}

async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let caller = spawn(TcpStream::connect(listener.local_addr().unwrap()));
    let (here, _) = listener.accept().await.unwrap();
    (here, caller.await.unwrap().unwrap())
}

#[test]
fn one_that_uses_the_socket_it_waits_for_finds_nothing_borrowed() {
    fn read(mut stream: &TcpStream, waker: &Waker) -> bool {
        let mut cx = Context::from_waker(waker);
        Pin::new(&mut stream).poll_read(&mut cx, &mut [0; 1]).is_ready()
    }
    for on in ALWAYS {
        block_on(async {
            let (here, mut there) = pair().await;
            let here = Rc::new(here);
            let theirs = here.clone();
            let waker = acts(on, move || {
                use_the_loop();
                read(&theirs, Waker::noop());
                drop(poll_with(pin!(theirs.peek(&mut [0; 1])), Waker::noop()));
            });
            let mut buffer = [0; 1];
            {
                let mut peek = pin!(here.peek(&mut buffer));
                for waker in [&waker, Waker::noop(), &waker] {
                    assert!(!read(&here, waker));
                    assert!(poll_with(peek.as_mut(), waker).is_pending());
                }
                assert!(!turns::snapshot().unwrap().sockets.is_empty());
            }
            there.write_all(b"x").await.unwrap();
            sleep(Duration::from_millis(5)).await;
            read(&here, &waker);
        });
        assert_eq!(failed(), 0, "{on:?}");
    }
}

#[test]
fn two_who_read_one_stream_by_reference_both_hear_of_its_end() {
    let trace = Trace::default();
    block_on(async {
        let (here, there) = pair().await;
        let here = Rc::new(here);
        let tasks = three(&trace, || {
            let here = here.clone();
            async move {
                use futures_lite::AsyncReadExt;
                assert_eq!((&*here).read(&mut [0; 1]).await.unwrap(), 0);
            }
        });
        for _ in 0..10 {
            yield_now().await;
        }
        drop(there);
        all_end(tasks).await;
    });
    let mut heard = trace.take();
    heard.sort();
    assert_eq!(heard, ["one", "three", "two"]);
}

/// Polls a future in a loop that goes before it is ready, and gives it to another loop, as a
/// `FuturesUnordered` does: polled only if it was woken.
fn moves_on<F: Future + 'static>(make: impl FnOnce() -> F) -> F::Output
where
    F::Output: 'static,
{
    use futures::stream::{FuturesUnordered, StreamExt};
    let mut set = FuturesUnordered::new();
    // Its clock stands still: a sleep is not over before it has begun, however slow the machine is.
    let first = EventLoop::with_paused_clock();
    first.run_until_complete(async {
        set.push(make());
        assert!(futures::poll!(set.next()).is_pending());
    });
    drop(first);
    block_on(async {
        let next = timeout(Duration::from_secs(60), set.next());
        next.await.expect("it was woken when its loop went").expect("it is in the set")
    })
}

#[test]
fn whoever_waits_by_a_foreign_waker_goes_on_in_another_loop() {
    moves_on(|| sleep(Duration::from_millis(5)));

    let socket = block_on(UdpSocket::bind("127.0.0.1:0")).unwrap();
    let to = socket.local_addr().unwrap();
    let received = moves_on(move || async move {
        let mut buffer = [0; 1];
        let mut receive = pin!(socket.recv(&mut buffer));
        let mut polls = 0;
        poll_fn(|cx| {
            let polled = receive.as_mut().poll(cx);
            polls += 1;
            // The message comes when the wait has begun in the second loop.
            if polls == 2 {
                assert!(polled.is_pending());
                std::net::UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"x", to).unwrap();
            }
            polled
        })
        .await
        .unwrap()
    });
    assert_eq!(received, 1);
}
