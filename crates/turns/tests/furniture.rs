//! Kinds of faults that runtimes have had in their furniture: in sockets, groups, clocks and the ends
//! of loops. Each test is a situation in which such a fault would show.

mod trace;

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::io::ErrorKind;
use std::net::Shutdown;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
use trace::{block_on, give_up_at};
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::sync::{Semaphore, Stop, mpsc, oneshot};
use turns::{CancelOnDrop, EventLoop, JoinHandle, TaskGroup, sleep, spawn, time, yield_now};

const HOUR: Duration = Duration::from_secs(3600);
/// A limit against a hang.
const PATIENCE: Duration = Duration::from_secs(60);

async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let caller = spawn(TcpStream::connect(listener.local_addr().unwrap()));
    let (stream, _) = listener.accept().await.unwrap();
    (caller.await.unwrap().unwrap(), stream)
}

/// Writes until no more goes in, and none of it moves on.
async fn fill(mut stream: &TcpStream) {
    let text = vec![0; 1 << 16];
    let mut still = 0;
    while still < 20 {
        still += 1;
        while give_up_at(0, stream.write(&text)).await.is_some() {
            still = 0;
        }
        sleep(Duration::from_millis(1)).await;
    }
}

/// Lets tasks come to where they wait.
async fn let_others_wait() {
    for _ in 0..3 {
        yield_now().await;
    }
}

#[test]
fn an_accept_that_is_given_up_loses_no_connection() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let call = move |_| std::net::TcpStream::connect(address).unwrap();
        let callers = thread::spawn(move || (0..200).map(call).collect::<Vec<_>>());
        let mut accepted = 0;
        for tries in 0.. {
            if let Some(connection) = give_up_at(tries % 3, listener.accept()).await {
                connection.unwrap();
                accepted += 1;
            }
            if accepted == 200 {
                break;
            }
        }
        callers.join().unwrap();
    });
}

#[test]
fn a_recv_that_is_given_up_loses_no_message() {
    block_on(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let sender = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut buffer = [0; 2];
        for number in 0..500_u16 {
            sender.send_to(&number.to_be_bytes(), address).unwrap();
            let mut tries = 0;
            while give_up_at(tries % 4, socket.recv(&mut buffer)).await.is_none() {
                tries += 1;
            }
            assert_eq!(u16::from_be_bytes(buffer), number);
        }
    });
}

/// Urgent data is told of in its own way, and is not read as other data is.
#[cfg(unix)]
#[test]
fn urgent_data_does_not_keep_the_loop_awake() {
    block_on(async {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let sender = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let mut stream: TcpStream = listener.accept().unwrap().0.try_into().unwrap();
        let polls = Rc::new(Cell::new(0));
        let counted = polls.clone();
        let reading = spawn(async move {
            let mut buffer = [0; 8];
            let mut read = pin!(stream.read(&mut buffer));
            let read = poll_fn(move |cx| {
                counted.set(counted.get() + 1);
                read.as_mut().poll(cx)
            });
            read.await.unwrap()
        });
        let_others_wait().await;
        let sender = socket2::Socket::from(sender);
        assert_eq!(sender.send_out_of_band(b"!").unwrap(), 1);
        sleep(Duration::from_millis(50)).await;
        assert!(polls.get() < 10, "{} polls", polls.get());
        drop(sender);
        assert_eq!(reading.await.unwrap(), 0);
    });
}

#[test]
fn a_reader_and_a_writer_both_hear_that_the_connection_is_reset() {
    block_on(async {
        let (ours, theirs) = pair().await;
        fill(&ours).await;
        let ours = Rc::new(ours);
        let (reader, writer) = (ours.clone(), ours);
        let reading = spawn(async move { (&*reader).read(&mut [0; 8]).await });
        let writing = spawn(async move { (&*writer).write_all(&[0; 100]).await });
        let_others_wait().await;
        assert!(!reading.is_finished() && !writing.is_finished());
        // What it has not read makes this a reset.
        drop(theirs);
        assert!(reading.await.unwrap().is_err());
        assert!(writing.await.unwrap().is_err());
    });
}

#[test]
fn whoever_wants_no_byte_waits_for_none() {
    block_on(async {
        let (mut ours, theirs) = pair().await;
        assert!(give_up_at(2, ours.read(&mut [0; 8])).await.is_none());
        assert_eq!(give_up_at(1, ours.read(&mut [])).await.unwrap().unwrap(), 0);
        assert_eq!(give_up_at(1, ours.read_vectored(&mut [])).await.unwrap().unwrap(), 0);
        assert_eq!(give_up_at(1, ours.peek(&mut [])).await.unwrap().unwrap(), 0);
        fill(&ours).await;
        assert_eq!(give_up_at(1, ours.write(&[])).await.unwrap().unwrap(), 0);
        assert_eq!(give_up_at(1, ours.write_vectored(&[])).await.unwrap().unwrap(), 0);
        drop(theirs);
        let semaphore = Semaphore::new(0);
        assert!(give_up_at(1, semaphore.acquire(0)).await.is_some());
    });
}

#[test]
fn a_message_to_nobody_is_told_of_once_and_the_loop_sleeps_on() {
    block_on(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let gone = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(gone.local_addr().unwrap()).await.unwrap();
        drop(gone);
        socket.send(b"?").await.unwrap();
        let mut buffer = [0; 8];
        let error = time::timeout(PATIENCE, socket.recv(&mut buffer)).await.unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset));
        let polls = Cell::new(0);
        let mut recv = pin!(socket.recv(&mut buffer));
        let counted = poll_fn(|cx| {
            polls.set(polls.get() + 1);
            recv.as_mut().poll(cx)
        });
        assert!(time::timeout(Duration::from_millis(50), counted).await.is_err());
        assert!(polls.get() < 10, "{} polls", polls.get());
    });
}

#[test]
fn a_writer_that_waits_hears_that_its_side_was_shut() {
    block_on(async {
        let (ours, mut theirs) = pair().await;
        fill(&ours).await;
        let ours = Rc::new(ours);
        let other = ours.clone();
        let writing = spawn(async move { (&*other).write_all(&[1; 100]).await });
        let_others_wait().await;
        ours.shutdown(Shutdown::Write).unwrap();
        let written = time::timeout(PATIENCE, writing).await.expect("it is told").unwrap();
        assert!(written.is_err());
        // What went in before arrives, and then the end.
        let mut heard = Vec::new();
        theirs.read_to_end(&mut heard).await.unwrap();
        assert!(heard.len() >= 1 << 16 && !heard.contains(&1));
    });
}

#[test]
fn a_loop_is_shut_down_though_its_tasks_wait_for_each_other() {
    let event_loop = EventLoop::new();
    let handles: Rc<RefCell<Vec<JoinHandle<()>>>> = Rc::default();
    for _ in 0..2 {
        let theirs = handles.clone();
        let task = event_loop.create_task(async move {
            yield_now().await;
            // The second gets its own handle, or nobody's.
            let other = theirs.borrow_mut().pop();
            if let Some(other) = other {
                let _ = other.await;
            }
            pending::<()>().await;
        });
        handles.borrow_mut().push(task);
    }
    event_loop.run_until_complete(let_others_wait());
    assert_eq!(event_loop.shut_down(Duration::MAX), 0);
}

/// Spawns another of its kind when it is dropped: a supervisor that was not told to stop.
struct Again(Rc<Cell<u32>>);

impl Again {
    async fn hold(self) {
        let _held = self;
        pending().await
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        drop(spawn(Again(self.0.clone()).hold()));
    }
}

#[test]
fn a_loop_goes_though_each_task_that_is_dropped_spawns_another() {
    for limit in [None, Some(Duration::ZERO), Some(Duration::from_millis(20))] {
        let event_loop = EventLoop::new();
        let drops = Rc::new(Cell::new(0));
        drop(event_loop.create_task(Again(drops.clone()).hold()));
        event_loop.run_until_complete(yield_now());
        match limit {
            None => drop(event_loop),
            Some(limit) => assert_eq!(event_loop.shut_down(limit), 1),
        }
        // Those who have a good reason to, such as to say good-bye, may do so for a while.
        assert!((100..10_000).contains(&drops.get()), "{}", drops.get());
        // The thread may have another loop.
        block_on(yield_now());
    }
}

/// Each holds the next, and lets it go with itself: no deep recursion.
#[test]
fn a_long_line_of_tasks_in_each_others_hands_ends() {
    fn line() -> CancelOnDrop<()> {
        let mut first = spawn(pending()).cancel_on_drop();
        for _ in 0..100_000 {
            let held = first;
            let hold = async move {
                let _held = held;
                pending().await
            };
            first = spawn(hold).cancel_on_drop();
        }
        first
    }
    let event_loop = EventLoop::new();
    event_loop.run_until_complete(async {
        let first = line();
        let_others_wait().await;
        drop(first);
    });
    assert_eq!(event_loop.shut_down(PATIENCE), 0);
    // With their loop, before they have had a turn and after it.
    block_on(async { drop(line().detach()) });
    block_on(async {
        drop(line().detach());
        yield_now().await;
    });
}

#[test]
fn a_group_loses_no_result_in_a_race_with_a_clock() {
    block_on(async {
        let mut group = TaskGroup::new();
        for number in 0..2000_u64 {
            group.spawn(async move {
                for _ in 0..number % 7 {
                    yield_now().await;
                }
                if number.is_multiple_of(5) {
                    sleep(Duration::from_micros(number)).await;
                }
                number
            });
        }
        let mut numbers = Vec::new();
        while !group.is_empty() {
            let limit = Duration::from_micros(numbers.len() as u64 % 50);
            if let Ok(Some(number)) = time::timeout(limit, group.next()).await {
                numbers.push(number.unwrap());
            }
        }
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..2000));
    });
}

#[test]
fn a_value_sent_to_a_place_arrives_or_comes_back_though_the_receiver_has_closed() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(2);
        let place = sender.reserve().await.unwrap();
        sender.try_send(1).unwrap();
        receiver.close();
        assert_eq!(receiver.recv().await, Some(1));
        let ended = give_up_at(2, receiver.recv()).await;
        match place.send(2) {
            Ok(()) => assert_eq!((ended, receiver.recv().await), (None, Some(2))),
            Err(error) => assert_eq!((ended, error.0), (Some(None), 2)),
        }
    });
}

#[test]
fn a_loop_may_go_while_threads_send_to_it() {
    /// One future on its way, or in the loop.
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    for turns in 0..100 {
        let alive = Arc::new(AtomicUsize::new(0));
        let event_loop = EventLoop::new();
        let send = |_| {
            let (handle, alive) = (event_loop.handle(), alive.clone());
            thread::spawn(move || {
                let spawn = |number| {
                    alive.fetch_add(1, Ordering::SeqCst);
                    let counted = Counted(alive.clone());
                    handle.spawn(async move {
                        let _counted = counted;
                        if number % 7 == 0 {
                            pending::<()>().await;
                        }
                        number
                    })
                };
                let remotes: Vec<_> = (0..50).map(spawn).collect();
                for (number, remote) in remotes.into_iter().enumerate() {
                    if number % 2 == 0 {
                        remote.cancel();
                    }
                    match remote.wait() {
                        Ok(value) => assert_eq!(value, number),
                        Err(error) => assert!(error.is_cancelled()),
                    }
                }
            })
        };
        let threads: Vec<_> = (0..3).map(send).collect();
        event_loop.run_until_complete(async {
            for _ in 0..turns {
                yield_now().await;
            }
        });
        drop(event_loop);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(alive.load(Ordering::SeqCst), 0, "all that was sent is dropped");
    }
}

/// The loop's own data of the thread may be gone by then.
#[test]
fn a_loop_may_go_with_its_thread() {
    type Kept = Cell<Option<(EventLoop, Stop, mpsc::Sender<u8>)>>;
    thread_local! {
        static FIRST: Kept = const { Cell::new(None) };
        static LAST: Kept = const { Cell::new(None) };
    }
    for kept in [&FIRST, &LAST] {
        let thread = thread::spawn(move || {
            // Known before the loop's data, or after.
            FIRST.set(None);
            let event_loop = EventLoop::new();
            let (sender, mut receiver) = mpsc::channel(1);
            let stop = Stop::new();
            let child = stop.child();
            drop(event_loop.create_task(async move { child.stopped().await }));
            drop(event_loop.create_task(async move { receiver.recv().await }));
            drop(event_loop.create_task(sleep(HOUR)));
            let socket = event_loop.run_until_complete(UdpSocket::bind("127.0.0.1:0")).unwrap();
            drop(event_loop.create_task(async move { drop(socket.recv(&mut [0]).await) }));
            event_loop.run_until_complete(let_others_wait());
            kept.set(Some((event_loop, stop, sender)));
        });
        thread.join().unwrap();
    }
}

#[test]
fn two_loops_of_one_thread_wake_each_other() {
    let (one, two) = (EventLoop::new(), EventLoop::new());
    let (sender, receiver) = oneshot::channel();
    let task = one.create_task(async move {
        yield_now().await;
        sender.send(7).unwrap();
        8
    });
    let both = async move { (receiver.await.unwrap(), task.await.unwrap()) };
    let mut both = two.create_task(both);
    two.run_until_complete(yield_now());
    one.run_until_complete(let_others_wait());
    two.run_until_complete(time::timeout(PATIENCE, both.wait())).unwrap();
    assert_eq!(both.result().unwrap(), (7, 8));
}

#[test]
fn a_sleep_that_is_reset_a_hundred_thousand_times_is_one_timer() {
    block_on(async {
        let mut nap = pin!(sleep(HOUR));
        assert!(give_up_at(0, nap.as_mut()).await.is_none());
        for number in 0..100_000 {
            nap.as_mut().get_mut().reset(time::now() + HOUR * (1 + number % 5));
        }
        assert_eq!(turns::snapshot().unwrap().timers.len(), 1);
        nap.as_mut().get_mut().reset(time::now());
        time::timeout(PATIENCE, nap).await.unwrap();
    });
}

#[test]
fn on_a_paused_clock_twenty_thousand_limits_are_over_in_their_order_and_on_time() {
    EventLoop::with_paused_clock().run_until_complete(async {
        let start = time::now();
        let over: Rc<RefCell<Vec<Duration>>> = Rc::default();
        let mut random = fastrand::Rng::with_seed(1);
        let mut tasks = Vec::new();
        for _ in 0..20_000 {
            let limit = Duration::from_millis(random.u64(1..5_000_000));
            let over = over.clone();
            tasks.push(spawn(async move {
                assert!(time::timeout(limit, pending::<()>()).await.is_err());
                let late = (time::now() - start).checked_sub(limit).expect("it is never short");
                assert!(late < Duration::from_millis(1), "{late:?}");
                over.borrow_mut().push(limit);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert!(over.borrow().is_sorted());
    });
}

#[test]
fn a_loop_with_a_paused_clock_hears_each_wake_of_a_thread() {
    EventLoop::with_paused_clock().run_until_complete(async {
        let (sender, receiver) = std::sync::mpsc::channel::<Waker>();
        let called = Arc::new(AtomicUsize::new(0));
        let theirs = called.clone();
        let thread = thread::spawn(move || {
            for waker in receiver {
                theirs.fetch_add(1, Ordering::SeqCst);
                waker.wake();
            }
        });
        for number in 1..200 {
            let mut waker_to_send = true;
            poll_fn(|cx| {
                if called.load(Ordering::SeqCst) == number {
                    return Poll::Ready(());
                }
                if std::mem::take(&mut waker_to_send) {
                    sender.send(cx.waker().clone()).unwrap();
                }
                Poll::Pending
            })
            .await;
        }
        drop(sender);
        thread.join().unwrap();
    });
}

#[test]
fn a_thread_may_say_stop_while_the_loop_makes_children() {
    for _ in 0..200 {
        block_on(async {
            let stop = Stop::new();
            let twin = stop.remote();
            let thread = thread::spawn(move || twin.stop());
            let mut tasks = Vec::new();
            for _ in 0..20 {
                let child = stop.child().child();
                tasks.push(spawn(async move { child.stopped().await }));
                yield_now().await;
            }
            for task in tasks {
                time::timeout(PATIENCE, task).await.expect("it is told").unwrap();
            }
            thread.join().unwrap();
        });
    }
}
