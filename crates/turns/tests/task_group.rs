//! Groups of tasks: in what order their results come, and that none outlives its group.

mod foreign;
mod trace;

use foreign::{On, acts, failed, panics};
use futures_lite::StreamExt;
use std::cell::RefCell;
use std::panic::catch_unwind;
use std::pin::pin;
use std::rc::Rc;
use std::task::Context;
use trace::{Trace, block_on, give_up_at};
use turns::{EventLoop, TaskGroup, spawn, yield_now};

/// Ends after so many pauses, and notes it when it is dropped before.
async fn pauses(trace: Trace, name: &'static str, number: usize) -> &'static str {
    let guard = trace.on_drop(name);
    for _ in 0..number {
        yield_now().await;
    }
    std::mem::forget(guard);
    name
}

/// A task that ends only if it is cancelled, and notes that.
async fn never<T>(trace: Trace, name: &'static str) -> T {
    let _guard = trace.on_drop(name);
    std::future::pending().await
}

#[test]
fn results_come_in_the_order_in_which_tasks_end() {
    block_on(async {
        let trace = Trace::default();
        let mut group = TaskGroup::new();
        for (name, number) in [("slow", 3), ("fast", 1), ("middle", 2)] {
            group.spawn(pauses(trace.clone(), name, number));
        }
        assert_eq!(group.len(), 3);
        assert_eq!(group.next().await.unwrap().unwrap(), "fast");
        assert_eq!(group.len(), 2);
        assert_eq!(group.next().await.unwrap().unwrap(), "middle");
        assert_eq!(group.next().await.unwrap().unwrap(), "slow");
        assert!(group.next().await.is_none());
        assert!(group.is_empty());

        // One that is empty is as good as new.
        group.spawn(pauses(trace.clone(), "again", 0));
        assert_eq!(group.next().await.unwrap().unwrap(), "again");
    });
}

#[test]
fn a_group_without_tasks_has_ended() {
    block_on(async {
        assert!(TaskGroup::<()>::new().next().await.is_none());
        assert_eq!(TaskGroup::<Result<(), ()>>::new().finish().await, Ok(vec![]));
        TaskGroup::<()>::new().close().await;
    });
}

#[test]
fn tasks_that_end_before_anybody_asks_are_kept_in_order() {
    block_on(async {
        let mut group = TaskGroup::new();
        for number in [2, 0, 1] {
            group.spawn(async move {
                for _ in 0..number {
                    yield_now().await;
                }
                number
            });
        }
        for _ in 0..10 {
            yield_now().await;
        }
        let ended: Vec<_> = group.map(Result::unwrap).collect().await;
        assert_eq!(ended, [0, 1, 2]);
    });
}

#[test]
fn a_panic_and_a_cancelled_task_are_results_too() {
    block_on(async {
        let mut group = TaskGroup::new();
        group.spawn(async { panic!("in a group") });
        assert_eq!(group.next().await.unwrap().unwrap_err().message(), Some("in a group"));

        group.spawn(std::future::pending::<()>());
        group.cancel_all();
        assert!(group.next().await.unwrap().unwrap_err().is_cancelled());
        assert!(group.next().await.is_none());
    });
}

#[test]
fn next_that_is_given_up_loses_no_result() {
    for pause in 0..4 {
        block_on(async {
            let trace = Trace::default();
            let mut group = TaskGroup::new();
            for (name, number) in [("one", 1), ("two", 2), ("three", 3)] {
                group.spawn(pauses(trace.clone(), name, number));
            }
            let mut ended = Vec::new();
            for _ in 0..20 {
                let next = give_up_at(pause, group.next()).await;
                ended.extend(next.flatten().map(Result::unwrap));
                yield_now().await;
            }
            assert_eq!(ended, ["one", "two", "three"], "given up at pause {pause}");
        });
    }
}

#[test]
fn a_group_that_is_dropped_cancels_its_tasks() {
    let trace = Trace::default();
    block_on(async {
        let mut group = TaskGroup::<()>::new();
        group.spawn(never(trace.clone(), "one"));
        group.spawn(never(trace.clone(), "two"));
        yield_now().await;
        drop(group);
        assert_eq!(trace.take(), [""; 0], "they end in turns of their own");
        yield_now().await;
        assert_eq!(trace.take(), ["one", "two"]);
    });
}

#[test]
fn close_waits_until_all_have_gone() {
    let trace = Trace::default();
    block_on(async {
        let mut group = TaskGroup::<()>::new();
        group.spawn(never(trace.clone(), "begun"));
        yield_now().await;
        group.spawn(never(trace.clone(), "not begun"));
        group.spawn(async {});
        group.close().await;
        assert_eq!(trace.take(), ["begun"]);
    });
}

#[test]
fn close_that_is_given_up_cancels_all_the_same() {
    for pause in 0..3 {
        let trace = Trace::default();
        block_on(async {
            let mut group = TaskGroup::<()>::new();
            group.spawn(never(trace.clone(), "one"));
            group.spawn(never(trace.clone(), "two"));
            yield_now().await;
            give_up_at(pause, group.close()).await;
            for _ in 0..5 {
                yield_now().await;
            }
        });
        assert_eq!(trace.take(), ["one", "two"], "given up at pause {pause}");
    }
}

#[test]
fn finish_gives_the_values_in_the_order_of_spawning() {
    block_on(async {
        let mut group = TaskGroup::new();
        for number in [3, 1, 2] {
            group.spawn(async move {
                for _ in 0..number {
                    yield_now().await;
                }
                Ok::<_, ()>(number)
            });
        }
        // One that was asked for before is not told of again.
        assert_eq!(group.next().await.unwrap().unwrap(), Ok(1));
        assert_eq!(group.finish().await, Ok(vec![3, 2]));
    });
}

#[test]
fn finish_returns_the_first_error_when_all_have_gone() {
    let trace = Trace::default();
    block_on(async {
        let mut group = TaskGroup::new();
        group.spawn(never(trace.clone(), "waits"));
        group.spawn(async {
            yield_now().await;
            Err::<(), _>("first")
        });
        group.spawn(async {
            yield_now().await;
            Err("second")
        });
        group.spawn(async { Ok(()) });
        assert_eq!(group.finish().await, Err("first"));
        assert_eq!(trace.take(), ["waits"]);
    });
}

#[test]
fn finish_goes_on_with_a_panic_when_all_have_gone() {
    let trace = Trace::default();
    block_on(async {
        let (theirs, guard) = (trace.clone(), trace.on_drop("unwound"));
        let waiter = spawn(async move {
            let _guard = guard;
            let mut group = TaskGroup::<Result<(), ()>>::new();
            group.spawn(never(theirs, "waits"));
            group.spawn(async { panic!("in a group") });
            group.finish().await
        });
        assert_eq!(waiter.await.unwrap_err().message(), Some("in a group"));
    });
    assert_eq!(trace.take(), ["waits", "unwound"]);
}

#[test]
fn finish_leaves_out_what_was_cancelled() {
    block_on(async {
        let mut group = TaskGroup::<Result<i32, ()>>::new();
        group.spawn(std::future::pending());
        yield_now().await;
        group.cancel_all();
        group.spawn(async { Ok(1) });
        assert_eq!(group.finish().await, Ok(vec![1]));
    });
}

#[test]
fn finish_that_is_given_up_cancels_all() {
    for pause in 0..4 {
        let trace = Trace::default();
        block_on(async {
            let mut group = TaskGroup::<Result<(), ()>>::new();
            group.spawn(never(trace.clone(), "one"));
            group.spawn(never(trace.clone(), "two"));
            for _ in 0..3 {
                group.spawn(async {
                    yield_now().await;
                    Ok(())
                });
            }
            yield_now().await;
            assert_eq!(give_up_at(pause, group.finish()).await, None);
            for _ in 0..5 {
                yield_now().await;
            }
        });
        assert_eq!(trace.take(), ["one", "two"], "given up at pause {pause}");
    }
}

#[test]
fn a_task_that_holds_a_group_ends_it_with_itself() {
    let trace = Trace::default();
    block_on(async {
        let theirs = trace.clone();
        let parent = spawn(async move {
            let mut group = TaskGroup::<()>::new();
            group.spawn(never(theirs, "child"));
            group.next().await;
        });
        yield_now().await;
        yield_now().await;
        parent.cancel();
        parent.await.unwrap_err();
        yield_now().await;
    });
    assert_eq!(trace.take(), ["child"]);
}

#[test]
fn a_group_outlives_its_loop() {
    let event_loop = EventLoop::new();
    let mut group = event_loop.run_until_complete(async {
        let mut group = TaskGroup::new();
        group.spawn(std::future::pending::<()>());
        group
    });
    drop(event_loop);
    block_on(async {
        assert!(group.next().await.unwrap().unwrap_err().is_cancelled());
        // The same group, in the loop that runs now.
        group.spawn(async {});
        group.next().await.unwrap().unwrap();
        assert!(group.next().await.is_none());
    });
}

#[test]
fn a_group_may_grow_while_it_is_asked() {
    block_on(async {
        let mut group = TaskGroup::new();
        group.spawn(async { 0 });
        let mut most = 0;
        let mut ended = 0;
        while let Some(generation) = group.next().await {
            let generation = generation.unwrap();
            ended += 1;
            most = most.max(group.len());
            if generation < 10_000 {
                group.spawn(async move { generation + 1 });
            }
        }
        // Nothing is kept of those that have ended.
        assert_eq!((ended, most), (10_001, 0));
    });
}

#[test]
fn many_tasks_end_in_any_order() {
    block_on(async {
        let mut random = fastrand::Rng::with_seed(7);
        let order: Rc<RefCell<Vec<u32>>> = Rc::default();
        let mut group = TaskGroup::new();
        for number in 0..1000 {
            let (order, pauses) = (order.clone(), random.u32(..50));
            group.spawn(async move {
                for _ in 0..pauses {
                    yield_now().await;
                }
                order.borrow_mut().push(number);
                number
            });
        }
        let ended: Vec<_> = group.map(Result::unwrap).collect().await;
        assert_eq!(ended, *order.borrow());
    });
}

#[test]
fn where_no_loop_runs_it_says_what_to_do() {
    let spawned = catch_unwind(|| TaskGroup::new().spawn(async {}));
    let panic = spawned.unwrap_err();
    let message = panic.downcast_ref::<&str>().copied().expect("it is text");
    assert!(message.contains("where no loop runs"), "{message}");
}

#[test]
fn a_foreign_waker_that_panics_or_calls_back_harms_no_group() {
    block_on(async {
        let mut group = TaskGroup::new();
        group.spawn(async { 1 });
        {
            let mut next = pin!(group.next());
            assert!(next.as_mut().poll(&mut Context::from_waker(&panics())).is_pending());
            yield_now().await;
            yield_now().await;
        }
        assert_eq!(group.next().await.unwrap().unwrap(), 1);

        for on in [On::Clone, On::Wake, On::Drop] {
            group.spawn(async { 2 });
            let waker = acts(on, || drop(turns::snapshot().map(|_| spawn(async {}))));
            let polled = {
                let mut next = pin!(group.next());
                let polled = next.as_mut().poll(&mut Context::from_waker(&waker));
                yield_now().await;
                yield_now().await;
                polled
            };
            assert!(polled.is_pending());
            assert_eq!(group.next().await.unwrap().unwrap(), 2);
        }
        assert_eq!(failed(), 0);
    });
}
