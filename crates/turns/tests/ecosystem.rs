//! Channels, locks and combinators of other crates, between tasks of one loop.

use async_lock::{Barrier, Mutex, OnceCell, RwLock, Semaphore};
use futures::stream::{self, StreamExt};
use futures_concurrency::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use turns::{JoinHandle, block_on, sleep, spawn, yield_now};

async fn join(tasks: Vec<JoinHandle<()>>) {
    for task in tasks {
        task.await.unwrap();
    }
}

#[test]
fn async_channel_passes_values_between_tasks_and_closes() {
    block_on(async {
        let (sender, receiver) = async_channel::bounded(3);
        let senders: Vec<_> = (0..10)
            .map(|first| {
                let sender = sender.clone();
                spawn(async move {
                    for value in 0..100 {
                        sender.send(first * 100 + value).await.unwrap();
                    }
                })
            })
            .collect();
        drop(sender);
        let sums = (0..3).map(|_| {
            let receiver = receiver.clone();
            spawn(receiver.fold(0, async |sum, value| sum + value))
        });
        let sums: Vec<_> = sums.collect();

        join(senders).await;
        let mut total = 0;
        for sum in sums {
            total += sum.await.unwrap();
        }

        assert_eq!(total, (0..1000).sum::<i32>());
        assert!(receiver.recv().await.is_err(), "closed and empty");
    });
}

#[test]
fn async_channel_wakes_the_loop_from_other_threads() {
    const VALUES: u64 = 5_000;
    let (sender, receiver) = async_channel::bounded(1);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let sender = sender.clone();
            thread::spawn(move || (1..=VALUES).for_each(|v| sender.send_blocking(v).unwrap()))
        })
        .collect();
    drop(sender);

    let sum = block_on(receiver.fold(0, async |sum, value| sum + value));

    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(sum, 4 * VALUES * (VALUES + 1) / 2);
}

#[test]
fn a_mutex_lets_one_task_in_at_a_time_and_survives_a_cancelled_waiter() {
    block_on(async {
        let mutex = Arc::new(Mutex::new(0));
        let guard = mutex.lock().await;
        let count = async |mutex: Arc<Mutex<i32>>| {
            let mut number = mutex.lock().await;
            let before = *number;
            yield_now().await;
            *number = before + 1;
        };
        let tasks: Vec<_> = (0..100).map(|_| spawn(count(mutex.clone()))).collect();
        let given_up = spawn(count(mutex.clone()));
        yield_now().await;
        given_up.cancel();
        drop(guard);

        join(tasks).await;

        assert!(given_up.await.unwrap_err().is_cancelled());
        assert_eq!(*mutex.lock().await, 100);
    });
}

#[test]
fn readers_share_a_lock_and_a_writer_does_not() {
    block_on(async {
        let lock = Arc::new(RwLock::new(Vec::new()));
        let most = Rc::new(Cell::new(0));
        let inside = Rc::new(Cell::new(0));
        let tasks = (0..30).map(|number| {
            let (lock, most, inside) = (lock.clone(), most.clone(), inside.clone());
            spawn(async move {
                if number % 10 == 0 {
                    let mut list = lock.write().await;
                    assert_eq!(inside.get(), 0, "a reader is inside");
                    yield_now().await;
                    list.push(number);
                    return;
                }
                let _list = lock.read().await;
                inside.set(inside.get() + 1);
                most.set(most.get().max(inside.get()));
                yield_now().await;
                inside.set(inside.get() - 1);
            })
        });

        join(tasks.collect()).await;

        assert_eq!(*lock.read().await, [0, 10, 20]);
        assert!(most.get() > 1, "readers were never inside together");
    });
}

#[test]
fn barriers_semaphores_and_cells_hold_tasks_back() {
    block_on(async {
        let barrier = Arc::new(Barrier::new(5));
        let semaphore = Arc::new(Semaphore::new(2));
        let cell = Arc::new(OnceCell::new());
        let (leaders, inits) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let tasks = (0..5).map(|_| {
            let (barrier, semaphore, cell) = (barrier.clone(), semaphore.clone(), cell.clone());
            let (leaders, inits) = (leaders.clone(), inits.clone());
            spawn(async move {
                let leads = barrier.wait().await.is_leader();
                leaders.set(leaders.get() + usize::from(leads));
                let _permit = semaphore.acquire().await;
                let init = async {
                    yield_now().await;
                    inits.set(inits.get() + 1);
                    7
                };
                assert_eq!(*cell.get_or_init(async || init.await).await, 7);
            })
        });

        join(tasks.collect()).await;

        assert_eq!((leaders.get(), inits.get()), (1, 1));
    });
}

#[test]
fn join_race_and_try_join_of_futures_concurrency() {
    block_on(async {
        let after = async |millis, value| {
            sleep(Duration::from_millis(millis)).await;
            value
        };
        assert_eq!((after(2, 'a'), after(1, 'b')).join().await, ('a', 'b'));
        assert_eq!([after(1000, 'a'), after(1, 'b')].race().await, 'b');
        let fallible = async |value: Result<i32, &'static str>| {
            yield_now().await;
            value
        };
        let all = vec![fallible(Ok(1)), fallible(Ok(2))].try_join().await;
        assert_eq!(all.unwrap(), [1, 2]);
        let one_fails = vec![fallible(Ok(1)), fallible(Err("no"))].try_join().await;
        assert_eq!(one_fails, Err("no"));
        let first_ok = [fallible(Err("no")), fallible(Ok(2))].race_ok().await;
        assert_eq!(first_ok.ok(), Some(2));
    });
}

#[test]
fn merged_and_concurrent_streams_of_tasks() {
    block_on(async {
        let naps = |first: u64| {
            stream::iter([first, first + 2]).then(|millis| async move {
                sleep(Duration::from_millis(millis)).await;
                millis
            })
        };
        let mut merged: Vec<_> = (Box::pin(naps(1)), Box::pin(naps(2))).merge().collect().await;
        merged.sort();
        assert_eq!(merged, [1, 2, 3, 4]);

        let seen = Rc::new(RefCell::new(Vec::new()));
        let inside = Rc::new(Cell::new(0));
        let visit = async |number| {
            inside.set(inside.get() + 1);
            assert!(inside.get() <= 4, "no more than four at a time");
            spawn(yield_now()).await.unwrap();
            inside.set(inside.get() - 1);
            seen.borrow_mut().push(number);
        };
        stream::iter(0..20).for_each_concurrent(4, visit).await;
        let mut seen = seen.take();
        seen.sort();
        assert_eq!(seen, (0..20).collect::<Vec<_>>());
    });
}

#[test]
fn a_shared_future_and_an_abortable_one() {
    use futures::FutureExt;
    use futures::future::{Aborted, abortable};

    block_on(async {
        let runs = Rc::new(Cell::new(0));
        let counted = runs.clone();
        let shared = async move {
            yield_now().await;
            counted.set(counted.get() + 1);
            42
        }
        .boxed_local()
        .shared();
        let tasks: Vec<_> = (0..5).map(|_| spawn(shared.clone())).collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), 42);
        }
        assert_eq!(runs.get(), 1);

        let (forever, abort) = abortable(std::future::pending::<()>());
        let task = spawn(forever);
        yield_now().await;
        thread::spawn(move || abort.abort()).join().unwrap();
        assert_eq!(task.await.unwrap(), Err(Aborted));
    });
}
