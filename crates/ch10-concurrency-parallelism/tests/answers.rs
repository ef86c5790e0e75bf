//! What the page says and no listing shows: who joins in which order, how many polls `join_all`
//! takes, and what becomes of tasks whose handles are dropped.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::StreamExt;
use futures::channel::oneshot;
use futures::future::{join_all, try_join_all};
use futures::stream::FuturesUnordered;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

fn two_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).build().unwrap()
}

/// Both have one turn in which they wait for the other to be in the middle of one, too.
struct Meeting {
    arrived: Mutex<u32>,
    door: Condvar,
}

impl Meeting {
    fn new() -> Arc<Meeting> {
        Arc::new(Meeting { arrived: Mutex::new(0), door: Condvar::new() })
    }

    async fn visit(self: Arc<Self>, limit: Duration) -> bool {
        let mut arrived = self.arrived.lock().unwrap();
        *arrived += 1;
        self.door.notify_all();
        let (mut arrived, _) =
            self.door.wait_timeout_while(arrived, limit, |arrived| *arrived < 2).unwrap();
        let met = *arrived == 2;
        // Whoever met nobody goes away again.
        *arrived -= u32::from(!met);
        met
    }
}

#[test]
fn joined_futures_never_meet() {
    let short = Duration::from_millis(50);
    let joined = || async move {
        let meeting = Meeting::new();
        let (first, second) = (meeting.clone().visit(short), meeting.visit(short));
        tokio::join!(first, second)
    };
    assert_eq!(two_threads().block_on(joined()), (false, false));
    let spawned = two_threads().block_on(async { tokio::spawn(joined()).await.unwrap() });
    assert_eq!(spawned, (false, false));
}

#[test]
fn spawned_ones_do() {
    let long = Duration::from_secs(20);
    two_threads().block_on(async {
        let meeting = Meeting::new();
        let first = tokio::spawn(meeting.clone().visit(long));
        assert!(meeting.visit(long).await && first.await.unwrap());
    });
}

async fn write(name: char, log: &RefCell<String>) {
    for _ in 0..3 {
        log.borrow_mut().push(name);
        tokio::task::yield_now().await;
    }
}

#[test]
fn tokios_join_begins_with_another_one_each_time() {
    let log = RefCell::new(String::new());
    one_thread().block_on(async {
        tokio::join!(write('a', &log), write('b', &log), write('c', &log));
    });
    assert_eq!(log.take(), "abcbcacab");
}

#[test]
fn the_futures_crates_join_keeps_the_order() {
    let log = RefCell::new(String::new());
    one_thread().block_on(async {
        futures::join!(write('a', &log), write('b', &log), write('c', &log));
    });
    assert_eq!(log.take(), "abcabcabc");
}

/// How many polls `join_all` gives its children, if they are woken one after the other.
fn polls_of_join_all(number: usize) -> usize {
    let polls = Cell::new(0);
    let (gates, waits): (Vec<_>, Vec<_>) = (0..number).map(|_| oneshot::channel::<()>()).unzip();
    let mut all = join_all(waits.into_iter().map(|mut wait| {
        let polls = &polls;
        poll_fn(move |context| {
            polls.set(polls.get() + 1);
            Pin::new(&mut wait).poll(context)
        })
    }));
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut all).poll(&mut context).is_pending());
    for gate in gates {
        gate.send(()).unwrap();
        let _ = Pin::new(&mut all).poll(&mut context);
    }
    polls.get()
}

#[test]
fn join_all_polls_all_of_thirty_and_only_the_woken_of_more() {
    assert_eq!(polls_of_join_all(30), 30 + 30 * 31 / 2);
    assert_eq!(polls_of_join_all(31), 2 * 31);
}

/// Says by its drop that its task is gone.
struct Guard(Arc<AtomicU32>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

async fn hold(_guard: Guard) -> Result<(), ()> {
    pending().await
}

#[test]
fn a_dropped_join_set_stops_its_tasks_and_dropped_handles_do_not() {
    let gone = Arc::new(AtomicU32::new(0));
    one_thread().block_on(async {
        let mut set = JoinSet::new();
        set.spawn(hold(Guard(gone.clone())));
        tokio::task::yield_now().await;
        drop(set);
        tokio::task::yield_now().await;
        assert_eq!(gone.load(SeqCst), 1);

        let handles = FuturesUnordered::new();
        handles.push(tokio::spawn(hold(Guard(gone.clone()))));
        tokio::task::yield_now().await;
        drop(handles);
        tokio::task::yield_now().await;
        assert_eq!(gone.load(SeqCst), 1);
    });
}

#[test]
fn try_join_all_of_tasks_lets_the_others_go_on_where_a_dropped_handle_detaches() {
    let gone = Arc::new(AtomicU32::new(0));
    let guard = || Guard(gone.clone());
    one_thread().block_on(async {
        let fails = tokio::spawn(async { Err(()) });
        let tasks = [fails, tokio::spawn(hold(guard()))].map(|task| async { task.await.unwrap() });
        assert!(try_join_all(tasks).await.is_err());
        tokio::task::yield_now().await;
        assert_eq!(gone.load(SeqCst), 0, "on tokio");
    });
    assert_eq!(gone.swap(0, SeqCst), 1, "the end of the runtime has dropped it");
    turns::block_on(async {
        let fails = turns::spawn(async { Err(()) });
        let tasks = [fails, turns::spawn(hold(guard()))].map(|task| async { task.await.unwrap() });
        assert!(try_join_all(tasks).await.is_err());
        turns::yield_now().await;
        turns::yield_now().await;
        assert_eq!(gone.load(SeqCst), 0, "on turns");
    });
}

/// With a `Result` inside, a task that fails is no error to `try_join_all` of tokio's handles: it
/// waits for all. Whoever flattens the two results has the first error at once.
#[test]
fn try_join_all_of_tokios_handles_sees_panics_only() {
    one_thread().block_on(async {
        let spawn = |fails| tokio::spawn(async move { if fails { Err(()) } else { Ok(()) } });
        let answers = try_join_all([spawn(false), spawn(true), spawn(false)]).await.unwrap();
        assert_eq!(answers, [Ok(()), Err(()), Ok(())]);

        let flat = [spawn(true), tokio::spawn(pending())].map(|task| async { task.await.unwrap() });
        assert_eq!(try_join_all(flat).await, Err(()));
    });
}

#[test]
fn try_join_drops_the_others_before_it_returns() {
    let gone = Arc::new(AtomicU32::new(0));
    one_thread().block_on(async {
        let fails = async { Err::<(), _>(()) };
        let answer = tokio::try_join!(hold(Guard(gone.clone())), fails, hold(Guard(gone.clone())));
        assert_eq!((answer, gone.load(SeqCst)), (Err(()), 2));
    });
}

/// What a task has returned stays until its handle is gone. So a list of handles grows.
#[test]
fn a_handle_keeps_what_its_task_returned() {
    let value = Arc::new(());
    let ended = || value.clone();
    one_thread().block_on(async {
        let answers = [ended(), ended(), ended()];
        let handles = answers.map(|answer| tokio::spawn(async { answer }));
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        assert!(handles.iter().all(|task| task.is_finished()));
        assert_eq!(Arc::strong_count(&value), 1 + 3);
        drop(handles);
        assert_eq!(Arc::strong_count(&value), 1);
    });
}

/// A future that stands still keeps its permit. If the body awaits that permit, both wait for ever.
#[test]
fn a_set_that_nobody_polls_can_keep_a_permit_that_the_body_awaits() {
    one_thread().block_on(async {
        let permits = tokio::sync::Semaphore::new(1);
        let mut set = FuturesUnordered::new();
        let work = async |needs_permit: bool| {
            if needs_permit {
                let _permit = permits.acquire().await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        set.push(work(true));
        set.push(work(false));
        set.next().await.unwrap();
        // The other one has the permit and would like to go on. But nobody gives it a turn.
        let limit = Duration::from_millis(50);
        assert!(tokio::time::timeout(limit, permits.acquire()).await.is_err());
        // The body turns to the set again, and all is well.
        set.next().await.unwrap();
        assert!(permits.try_acquire().is_ok());
    });
}

/// `buffer_unordered` makes no more futures than it polls: it bounds the memory, too.
#[test]
fn buffer_unordered_makes_no_more_futures_than_may_run() {
    let (there, most) = (Cell::new(0), Cell::new(0));
    one_thread().block_on(async {
        let jobs = futures::stream::iter(0..99).map(|_| {
            there.set(there.get() + 1);
            most.set(most.get().max(there.get()));
            async {
                tokio::task::yield_now().await;
                there.set(there.get() - 1);
            }
        });
        assert_eq!(jobs.buffer_unordered(8).count().await, 99);
    });
    assert_eq!(most.get(), 8);
}

#[test]
fn shutdown_of_a_join_set_waits_until_its_tasks_are_gone() {
    let gone = Arc::new(AtomicU32::new(0));
    one_thread().block_on(async {
        let mut set = JoinSet::new();
        for _ in 0..3 {
            set.spawn(hold(Guard(gone.clone())));
        }
        tokio::task::yield_now().await;
        set.shutdown().await;
        assert_eq!(gone.load(SeqCst), 3);
    });
}

/// A future in a set is polled once for each wake, when somebody asks the set, and never else.
#[test]
fn a_set_drives_nobody_by_itself() {
    let polls = Cell::new(0);
    let mut set = FuturesUnordered::new();
    set.push(poll_fn(|context| {
        polls.set(polls.get() + 1);
        context.waker().wake_by_ref();
        Poll::<()>::Pending
    }));
    let mut context = Context::from_waker(Waker::noop());
    assert!(set.poll_next_unpin(&mut context).is_pending());
    let polled = polls.get();
    one_thread().block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
    assert_eq!(polls.get(), polled);
}

/// The futures crate's bounded channel has a place more for each sender.
#[test]
fn the_bound_of_the_futures_crates_channel_grows_with_its_senders() {
    let (mut first, _receiver) = futures::channel::mpsc::channel(4);
    let mut second = first.clone();
    let mut held = 0;
    while first.try_send(()).is_ok() || second.try_send(()).is_ok() {
        held += 1;
    }
    assert_eq!(held, 4 + 2);
}

/// Rayon called in a coroutine blocks its thread.
#[test]
fn rayon_without_a_bridge_blocks_the_loop() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let had_a_turn = Cell::new(false);
    let both = Barrier::new(2);
    turns::block_on(async {
        let neighbour = async { had_a_turn.set(true) };
        let computes = async {
            std::thread::scope(|scope| {
                scope.spawn(|| both.wait());
                pool.install(|| both.wait());
            });
            assert!(!had_a_turn.get(), "nobody else had a turn before the answer was there");
        };
        futures::join!(computes, neighbour);
    });
    assert!(had_a_turn.get());
}
