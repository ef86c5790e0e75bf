//! What others wrote for any executor runs here: combinators, channels, foreign wakers.

mod trace;

use futures::channel::mpsc;
use futures::future::{join_all, select};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{AsyncBufReadExt, AsyncWriteExt, SinkExt};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;
use trace::{Trace, block_on, block_on_paused};
use turns::net::{TcpListener, TcpStream};
use turns::{sleep, spawn, yield_now};

#[test]
fn join_all_waits_for_all() {
    let trace = Trace::default();
    let names = block_on(join_all(["a", "b", "c"].map(|name| trace.future(name, 2))));
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn select_takes_the_first_and_drops_the_other() {
    let trace = Trace::default();
    block_on(async {
        let slow = async {
            let _guard = trace.on_drop("slow dropped");
            sleep(Duration::from_secs(1000)).await;
        };
        select(pin!(sleep(Duration::from_millis(1))), Box::pin(slow)).await;
        trace.note("selected");
    });
    assert_eq!(trace.take(), ["slow dropped", "selected"]);
}

#[test]
fn sleeps_in_a_set_end_in_the_order_of_their_deadlines() {
    block_on_paused(async {
        let mut naps: FuturesUnordered<_> = [12, 2, 7]
            .map(|millis| async move {
                sleep(Duration::from_millis(millis)).await;
                millis
            })
            .into_iter()
            .collect();
        let mut woken = Vec::new();
        while let Some(millis) = naps.next().await {
            woken.push(millis);
        }
        assert_eq!(woken, [2, 7, 12]);
    });
}

#[test]
fn a_channel_between_threads_wakes_the_loop() {
    const VALUES: usize = 10_000;
    let (sender, receiver) = mpsc::channel(4);
    for _ in 0..4 {
        let mut sender = sender.clone();
        thread::spawn(move || {
            futures::executor::block_on(async {
                for value in 0..VALUES {
                    sender.send(value).await.unwrap();
                }
            })
        });
    }
    drop(sender);

    let sum = block_on(receiver.fold(0, async |sum, value| sum + value));

    assert_eq!(sum, 4 * (VALUES - 1) * VALUES / 2);
}

#[test]
fn our_queue_is_a_stream() {
    block_on(async {
        let (sender, receiver) = turns::sync::mpsc::unbounded();
        for value in [1, 2, 3] {
            sender.send(value).unwrap();
        }
        drop(sender);
        assert_eq!(receiver.map(|value| value * 2).collect::<Vec<_>>().await, [2, 4, 6]);
    });
}

#[test]
fn lines_and_copies_over_a_socket() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            futures::io::copy(&stream, &mut &stream).await.unwrap();
        }));
        let (read, mut write) = TcpStream::connect(address).await.unwrap().split();
        write.write_all(b"one\ntwo\nthree").await.unwrap();
        write.close().await.unwrap();
        let lines = futures::io::BufReader::new(read).lines();
        let lines: Vec<_> = lines.map(Result::unwrap).collect().await;
        assert_eq!(lines, ["one", "two", "three"]);
    });
}

#[test]
fn a_loop_may_run_under_another_executor_and_the_other_way_round() {
    let answer = futures::executor::block_on(async { block_on(async { 6 * 7 }) });
    assert_eq!(answer, 42);
    // A future of ours that needs no loop runs anywhere.
    futures::executor::block_on(yield_now());
}

/// A waker that does something of its own when it is woken and when it is dropped.
struct Meddler {
    woken: AtomicUsize,
    handle: turns::Handle,
}

impl Wake for Meddler {
    fn wake(self: Arc<Self>) {
        self.woken.fetch_add(1, Ordering::SeqCst);
        // Calls back into the loop that is waking it.
        if turns::Handle::current().call_soon_threadsafe(|| ()).is_ok() {
            drop(spawn(async {}));
        }
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        let _ = self.handle.call_soon_threadsafe(|| ());
    }
}

#[test]
fn foreign_wakers_may_call_back_into_the_loop() {
    block_on_paused(async {
        let handle = turns::Handle::current();
        let meddler = Arc::new(Meddler { woken: AtomicUsize::new(0), handle });
        let waker = Waker::from(meddler.clone());
        let cx = &mut Context::from_waker(&waker);
        let (sender, mut receiver) = turns::sync::oneshot::channel();
        let semaphore = turns::sync::Semaphore::new(0);
        let notify = turns::sync::Notify::new();
        let mut task = spawn(yield_now());
        let mut nap = pin!(sleep(Duration::from_millis(1)));
        let mut permit = pin!(semaphore.acquire(1));
        let mut notified = pin!(notify.notified());
        assert!(pin!(&mut receiver).poll(cx).is_pending());
        assert!(pin!(&mut task).poll(cx).is_pending());
        assert!(nap.as_mut().poll(cx).is_pending());
        assert!(permit.as_mut().poll(cx).is_pending());
        assert!(notified.as_mut().poll(cx).is_pending());

        sender.send(1).unwrap();
        semaphore.add(1);
        notify.notify_one();
        sleep(Duration::from_millis(5)).await;

        assert_eq!(meddler.woken.load(Ordering::SeqCst), 5);
        assert_eq!(pin!(&mut receiver).poll(cx), Poll::Ready(Ok(1)));
        assert!(pin!(&mut task).poll(cx).is_ready());
        assert!(nap.poll(cx).is_ready());
        assert!(permit.poll(cx).is_ready());
        assert!(notified.poll(cx).is_ready());
    });
}
