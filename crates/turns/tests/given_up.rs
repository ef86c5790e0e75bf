//! Waits that are given up, forty thousand for each thing that one can wait for: nothing is left of
//! them, and the last thousand cost what the first did.
//!
//! Each wait has a waker of its own, as in a `FuturesUnordered`. What is left is counted in wakers
//! that somebody still has; what a wait costs, in bytes that it takes and gives back.

mod trace;

use futures_lite::{AsyncRead, AsyncWrite};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread;
use std::time::Duration;
use trace::block_on;
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::sync::{Mutex, Notify, Semaphore, Stop, mpsc, oneshot};
use turns::{Handle, TaskGroup, sleep, spawn, time, yield_now};

const HOUR: Duration = Duration::from_secs(3600);

/// Counts the wakers that are alive: one for each clone of the inner one.
struct Counted {
    _count: Arc<()>,
}

impl Wake for Counted {
    fn wake(self: Arc<Self>) {}
}

/// Lets somebody wait and give up, again and again. `left` wakers may stay, not one more.
#[track_caller]
fn forty_thousand(left: usize, mut wait: impl FnMut(&mut Context<'_>) -> Poll<()>) {
    let count = Arc::new(());
    let mut thousand = || {
        let before = TAKEN.get();
        for _ in 0..1000 {
            let waker = Arc::new(Counted { _count: count.clone() }).into();
            assert!(wait(&mut Context::from_waker(&waker)).is_pending());
        }
        TAKEN.get() - before
    };
    // The first of all may make room that is kept.
    thousand();
    let first = thousand();
    let last = (0..38).map(|_| thousand()).last().unwrap();
    assert!(last <= first, "the last thousand took {last} bytes, an early one {first}");
    let alive = Arc::strong_count(&count) - 1;
    assert!(alive <= left, "{alive} wakers are left");
}

/// Polls it once, and gives it up.
fn once<F: Future>(future: F, cx: &mut Context<'_>) -> Poll<()> {
    pin!(future).poll(cx).map(drop)
}

#[test]
fn of_a_sleep() {
    block_on(async {
        forty_thousand(0, |cx| once(sleep(HOUR), cx));
        // Out of order, too: each is sooner than the one before.
        let mut hours = 100_000;
        forty_thousand(0, |cx| {
            hours -= 1;
            once(sleep(HOUR * hours), cx)
        });
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn of_a_sleep_that_is_dropped_on_another_thread() {
    block_on(async {
        let count = Arc::new(());
        for _ in 0..40 {
            let mut naps = Vec::new();
            for _ in 0..1000 {
                let waker = Arc::new(Counted { _count: count.clone() }).into();
                let mut nap = Box::pin(sleep(HOUR));
                assert!(nap.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
                naps.push(nap);
            }
            thread::spawn(move || drop(naps)).join().unwrap();
            // The word comes by mail.
            while !turns::snapshot().unwrap().timers.is_empty() {
                yield_now().await;
            }
        }
        assert_eq!(Arc::strong_count(&count), 1);
    });
}

#[test]
fn of_a_timeout_and_what_is_in_it() {
    block_on(async {
        let notify = Notify::new();
        forty_thousand(0, |cx| once(time::timeout(HOUR, notify.notified()), cx));
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn of_a_tick() {
    block_on(async {
        let mut interval = time::interval(HOUR);
        interval.tick().await;
        // The interval itself has its timer, given up or not.
        forty_thousand(1, |cx| once(interval.tick(), cx));
        drop(interval);
        assert!(turns::snapshot().unwrap().timers.is_empty());
    });
}

#[test]
fn of_a_word() {
    let notify = Notify::new();
    forty_thousand(0, |cx| once(notify.notified(), cx));
}

#[test]
fn of_a_permit() {
    let semaphore = Semaphore::new(0);
    forty_thousand(0, |cx| once(semaphore.acquire(1), cx));
}

#[test]
fn of_room_in_a_channel_and_of_a_value() {
    let (sender, mut receiver) = mpsc::channel(1);
    forty_thousand(0, |cx| once(receiver.recv(), cx));
    sender.try_send(0).unwrap();
    forty_thousand(0, |cx| once(sender.send(1), cx));
    assert_eq!(receiver.len(), 1);
}

#[test]
fn of_a_single_value() {
    forty_thousand(0, |cx| once(oneshot::channel::<()>().1, cx));
    let (_sender, mut receiver) = oneshot::channel::<()>();
    // It is not given up as long as the receiver is there: the last waker is the one to wake.
    forty_thousand(1, |cx| Pin::new(&mut receiver).poll(cx).map(drop));
}

#[test]
fn of_the_end_of_a_task() {
    block_on(async {
        let mut task = spawn(std::future::pending::<()>());
        forty_thousand(0, |cx| once(task.wait(), cx));
        forty_thousand(1, |cx| once(&mut task, cx));

        // A handle that is dropped while it waits; the task goes on.
        let count = Arc::new(());
        for _ in 0..1000 {
            let waker = Arc::new(Counted { _count: count.clone() }).into();
            let task = spawn(std::future::pending::<()>());
            assert!(once(task, &mut Context::from_waker(&waker)).is_pending());
        }
        assert_eq!(Arc::strong_count(&count), 1);
    });
}

#[test]
fn of_the_end_of_a_task_on_another_thread() {
    block_on(async {
        let handle = Handle::current();
        let mut task = handle.spawn(std::future::pending::<()>());
        forty_thousand(1, |cx| once(&mut task, cx));

        let count = Arc::new(());
        for _ in 0..1000 {
            let waker = Arc::new(Counted { _count: count.clone() }).into();
            let task = handle.spawn(std::future::pending::<()>());
            assert!(once(task, &mut Context::from_waker(&waker)).is_pending());
        }
        assert_eq!(Arc::strong_count(&count), 1);
    });
}

#[test]
fn of_a_place_a_lock_and_the_word_to_stop() {
    let (sender, _receiver) = mpsc::channel(1);
    sender.try_send(0).unwrap();
    forty_thousand(0, |cx| once(sender.reserve(), cx));

    let mutex = Mutex::new(0);
    let _guard = mutex.try_lock().unwrap();
    forty_thousand(0, |cx| once(mutex.lock(), cx));

    let stop = Stop::new();
    forty_thousand(0, |cx| once(stop.stopped(), cx));
    forty_thousand(0, |cx| once(stop.child().stopped(), cx));
}

#[test]
fn of_the_next_in_a_group() {
    block_on(async {
        let mut group = TaskGroup::new();
        group.spawn(std::future::pending::<()>());
        forty_thousand(0, |cx| once(group.next(), cx));
    });
}

#[test]
fn of_a_message() {
    block_on(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        forty_thousand(0, |cx| once(socket.recv(&mut [0; 1]), cx));
        forty_thousand(0, |cx| once(socket.recv_from(&mut [0; 1]), cx));
        assert!(turns::snapshot().unwrap().sockets.is_empty());
    });
}

#[test]
fn of_a_message_by_tasks_that_end() {
    block_on(async {
        let socket = std::rc::Rc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        for _ in 0..1000 {
            let theirs = socket.clone();
            let task = spawn(async move { theirs.recv(&mut [0; 1]).await });
            yield_now().await;
            task.cancel();
            yield_now().await;
        }
        assert!(turns::snapshot().unwrap().sockets.is_empty());
    });
}

/// The task cannot say that it gives up, but the loop knows that it has gone.
#[test]
fn of_bytes_by_tasks_that_end() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let caller = spawn(TcpStream::connect(listener.local_addr().unwrap()));
        let (stream, _) = listener.accept().await.unwrap();
        let _other = caller.await.unwrap().unwrap();
        let stream = std::rc::Rc::new(stream);
        let thousand = async || {
            let before = TAKEN.get();
            for _ in 0..1000 {
                let theirs = stream.clone();
                let read = move |cx: &mut Context<'_>| {
                    Pin::new(&mut &*theirs).poll_read(cx, &mut [0; 1]).map(drop)
                };
                let task = spawn(std::future::poll_fn(read));
                yield_now().await;
                task.cancel();
                yield_now().await;
            }
            TAKEN.get() - before
        };
        thousand().await;
        let first = thousand().await;
        for _ in 0..8 {
            let next = thousand().await;
            assert!(next <= first, "a later thousand took {next} bytes, an early one {first}");
        }
        assert!(turns::snapshot().unwrap().sockets.is_empty());
    });
}

#[test]
fn of_a_caller() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        forty_thousand(0, |cx| once(listener.accept(), cx));
        assert!(turns::snapshot().unwrap().sockets.is_empty());
    });
}

#[test]
fn of_bytes() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let caller = spawn(TcpStream::connect(listener.local_addr().unwrap()));
        let (stream, _) = listener.accept().await.unwrap();
        let _other = caller.await.unwrap().unwrap();
        forty_thousand(0, |cx| once(stream.peek(&mut [0; 1]), cx));
        assert!(turns::snapshot().unwrap().sockets.is_empty());

        // The traits of futures-io have no way to say that a wait is given up: one stays.
        forty_thousand(1, |cx| Pin::new(&mut &stream).poll_read(cx, &mut [0; 1]).map(drop));
        let full = vec![0; 1 << 20];
        let mut cx = Context::from_waker(std::task::Waker::noop());
        while Pin::new(&mut &stream).poll_write(&mut cx, &full).is_ready() {}
        forty_thousand(1, |cx| Pin::new(&mut &stream).poll_write(cx, &full).map(drop));
        assert!(turns::snapshot().unwrap().sockets.len() <= 2);
    });
}

#[test]
fn of_a_signal() {
    forty_thousand(0, |cx| once(turns::signal::ctrl_c(), cx));
    forty_thousand(0, |cx| once(turns::signal::stop_requested(), cx));
}

thread_local! {
    /// How many bytes this thread has ever taken. Those given back are not subtracted.
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing, for
// the count is a plain number that needs no drop.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.set(TAKEN.get() + layout.size());
        // SAFETY: the caller keeps the promises that `System` asks for; they are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}
