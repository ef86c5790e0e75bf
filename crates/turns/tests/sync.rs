//! Queues, permits and words between the tasks of one loop.

mod trace;

use std::time::Duration;
use trace::{Trace, block_on, give_up_at};
use turns::sync::mpsc::{self, SendError, TryRecvError, TrySendError};
use turns::sync::{Closed, Notify, Semaphore, TryAcquireError};
use turns::time::timeout;
use turns::{JoinHandle, spawn, yield_now};

/// A task that waits for so many permits, notes it, gives way once and gives them back.
fn user(trace: &Trace, semaphore: &Semaphore, name: &'static str, wants: usize) -> JoinHandle<()> {
    let (trace, semaphore) = (trace.clone(), semaphore.clone());
    spawn(async move {
        let _permit = semaphore.acquire(wants).await.unwrap();
        trace.note(format!("{name} has {wants}, {} left", semaphore.available()));
        yield_now().await;
    })
}

#[test]
fn permits_go_to_the_first_who_came() {
    let trace = Trace::default();

    block_on(async {
        let semaphore = Semaphore::new(2);
        let users =
            [("a", 2), ("b", 2), ("c", 1)].map(|(name, n)| user(&trace, &semaphore, name, n));
        for user in users {
            user.await.unwrap();
        }
        assert_eq!(semaphore.available(), 2);
    });

    assert_eq!(trace.take(), ["a has 2, 0 left", "b has 2, 0 left", "c has 1, 1 left"]);
}

#[test]
fn nobody_overtakes_one_who_waits() {
    block_on(async {
        let semaphore = Semaphore::new(1);
        let trace = Trace::default();
        let many = user(&trace, &semaphore, "many", 2);
        yield_now().await;

        assert_eq!(semaphore.try_acquire(1).unwrap_err(), TryAcquireError::Busy);
        many.cancel();
        many.await.unwrap_err();
        assert!(semaphore.try_acquire(1).is_ok());
    });
}

#[test]
fn one_who_leaves_lets_those_behind_go() {
    let trace = Trace::default();

    block_on(async {
        let semaphore = Semaphore::new(1);
        let many = user(&trace, &semaphore, "many", 2);
        let few = user(&trace, &semaphore, "few", 1);
        yield_now().await;
        assert!(trace.take().is_empty());

        many.cancel();
        few.await.unwrap();
    });

    assert_eq!(trace.take(), ["few has 1, 0 left"]);
}

#[test]
fn a_permit_granted_to_one_who_leaves_goes_to_the_next() {
    let trace = Trace::default();

    block_on(async {
        let semaphore = Semaphore::new(1);
        let permit = semaphore.try_acquire(1).unwrap();
        let first = user(&trace, &semaphore, "first", 1);
        let second = user(&trace, &semaphore, "second", 1);
        yield_now().await;

        drop(permit);
        first.cancel();
        second.await.unwrap();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(semaphore.available(), 1);
    });

    assert_eq!(trace.take(), ["second has 1, 0 left"]);
}

#[test]
fn a_closed_semaphore_tells_all_who_wait() {
    block_on(async {
        let semaphore = Semaphore::new(0);
        let waiting = spawn(semaphore.acquire(1));
        yield_now().await;
        semaphore.close();

        assert_eq!(waiting.await.unwrap().unwrap_err(), Closed);
        assert_eq!(semaphore.acquire(1).await.unwrap_err(), Closed);
        assert_eq!(semaphore.try_acquire(1).unwrap_err(), TryAcquireError::Closed);
    });
}

#[test]
fn a_word_goes_to_the_one_who_waited_longest() {
    let trace = Trace::default();

    block_on(async {
        let notify = Notify::new();
        for name in ["a", "b"] {
            let (trace, notified) = (trace.clone(), notify.notified());
            drop(spawn(async move {
                notified.await;
                trace.note(name);
            }));
        }
        yield_now().await;
        notify.notify_one();
        yield_now().await;
        assert_eq!(trace.take(), ["a"]);
        notify.notify_one();
        yield_now().await;
        assert_eq!(trace.take(), ["b"]);
    });
}

#[test]
fn one_word_is_kept_and_words_to_all_are_not() {
    block_on(async {
        let notify = Notify::new();
        let soon = Duration::from_millis(1);
        notify.notify_all();
        assert!(timeout(soon, notify.notified()).await.is_err());

        notify.notify_one();
        notify.notify_one();
        notify.notified().await;
        assert!(timeout(soon, notify.notified()).await.is_err(), "two words are one");
    });
}

#[test]
fn a_word_to_one_who_leaves_goes_to_the_next() {
    block_on(async {
        let notify = Notify::new();
        let first = spawn(notify.notified());
        let second = spawn(notify.notified());
        yield_now().await;

        notify.notify_one();
        first.cancel();

        second.await.unwrap();
    });
}

#[test]
fn a_word_to_all_reaches_all_and_goes_no_further() {
    block_on(async {
        let notify = Notify::new();
        let waiting = [1, 2, 3].map(|_| spawn(notify.notified()));
        yield_now().await;
        notify.notify_all();
        waiting[0].cancel();
        let late = spawn(notify.notified());
        for (number, task) in waiting.into_iter().enumerate() {
            assert_eq!(task.await.is_ok(), number != 0);
        }
        assert!(!late.is_finished());
    });
}

#[test]
fn a_full_queue_holds_the_sender_up() {
    let trace = Trace::default();

    block_on(async {
        let (sender, mut receiver) = mpsc::channel(2);
        let theirs = trace.clone();
        drop(spawn(async move {
            for number in 1..=4 {
                sender.send(number).await.unwrap();
                theirs.note(format!("sent {number}"));
            }
        }));
        yield_now().await;
        assert_eq!(trace.take(), ["sent 1", "sent 2"]);
        assert_eq!(receiver.len(), 2);
        while let Some(number) = receiver.recv().await {
            trace.note(format!("got {number}"));
        }
    });

    let expected = ["got 1", "got 2", "sent 3", "sent 4", "got 3", "got 4"];
    assert_eq!(trace.take(), expected);
}

#[test]
fn try_send_and_try_recv_say_why_not() {
    let (sender, mut receiver) = mpsc::channel(1);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    sender.try_send(1).unwrap();
    assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
    assert_eq!(receiver.try_recv(), Ok(1));

    sender.try_send(3).unwrap();
    drop(sender);
    assert_eq!(receiver.try_recv(), Ok(3), "what was sent is not lost");
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_receiver_that_goes_gives_the_values_back() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.send(1).await.unwrap();
        let waiting = {
            let sender = sender.clone();
            spawn(async move { sender.send(2).await })
        };
        yield_now().await;
        receiver.close();
        assert_eq!(waiting.await.unwrap(), Err(SendError(2)));
        assert_eq!(receiver.recv().await, Some(1));
        assert_eq!(receiver.recv().await, None);

        drop(receiver);
        assert!(sender.is_closed());
        assert_eq!(sender.try_send(3), Err(TrySendError::Closed(3)));
    });

    let (sender, receiver) = mpsc::unbounded();
    drop(receiver);
    assert_eq!(sender.send(1), Err(SendError(1)));
}

#[test]
fn a_sender_that_gives_up_leaves_its_room_to_the_next() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.send(1).await.unwrap();
        let [gives_up, stays] = [2, 3].map(|number| {
            let sender = sender.clone();
            spawn(async move { sender.send(number).await })
        });
        yield_now().await;
        assert_eq!(receiver.recv().await, Some(1));
        gives_up.cancel();
        assert_eq!(receiver.recv().await, Some(3));
        stays.await.unwrap().unwrap();
        gives_up.await.unwrap_err();
    });
}

#[test]
fn a_recv_that_is_given_up_loses_nothing() {
    block_on(async {
        let (sender, mut receiver) = mpsc::unbounded();
        assert!(timeout(Duration::from_millis(1), receiver.recv()).await.is_err());
        sender.send(1).unwrap();
        assert_eq!(receiver.recv().await, Some(1));
    });
}

#[test]
fn values_left_in_the_queue_are_dropped_with_it() {
    let trace = Trace::default();
    let (sender, receiver) = mpsc::unbounded();
    assert!(sender.send(trace.on_drop("value")).is_ok());

    drop(receiver);

    assert_eq!(trace.take(), ["value"]);
}

#[test]
#[should_panic(expected = "a channel of capacity 0")]
fn a_channel_that_can_hold_nothing_is_refused() {
    let _ = mpsc::channel::<()>(0);
}

#[test]
fn a_place_is_room_for_one_value_and_for_nobody_else() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(2);
        let (first, second) = (sender.reserve().await.unwrap(), sender.reserve().await.unwrap());
        assert_eq!(sender.try_send(0), Err(TrySendError::Full(0)));
        second.send(2).unwrap();
        drop(first);
        sender.try_send(3).unwrap();
        assert_eq!(sender.try_send(4), Err(TrySendError::Full(4)));
        assert_eq!(receiver.recv().await, Some(2));
        assert_eq!(receiver.recv().await, Some(3));
    });
}

#[test]
fn a_place_that_is_dropped_goes_to_the_next_who_waits() {
    block_on(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let place = sender.reserve().await.unwrap();
        let theirs = sender.clone();
        let next = spawn(async move { theirs.send(1).await });
        yield_now().await;
        assert!(receiver.is_empty());
        drop(place);
        next.await.unwrap().unwrap();
        assert_eq!(receiver.recv().await, Some(1));
    });
}

#[test]
fn a_place_outlives_its_receiver_and_gives_the_value_back() {
    block_on(async {
        let (sender, receiver) = mpsc::channel(1);
        let place = sender.reserve().await.unwrap();
        let theirs = sender.clone();
        let waits = spawn(async move { theirs.reserve().await.is_err() });
        yield_now().await;
        drop(receiver);
        assert_eq!(place.send(1), Err(SendError(1)));
        assert!(waits.await.unwrap());
        assert!(sender.reserve().await.is_err());
    });
}

#[test]
fn a_letter_that_is_passed_on_by_reservation_is_lost_at_no_await() {
    for pause in 0..8 {
        block_on(async {
            let (from, mut here) = mpsc::unbounded();
            let (there, mut to) = mpsc::channel(1);
            there.try_send(0).unwrap();
            let drain = spawn(async move {
                let mut arrived = Vec::new();
                for _ in 0..3 {
                    yield_now().await;
                }
                while let Some(letter) = to.recv().await {
                    arrived.push(letter);
                    yield_now().await;
                }
                arrived
            });
            for letter in 1..4 {
                from.send(letter).unwrap();
            }
            drop(from);
            let pass_on = async |here: &mut mpsc::Receiver<i32>| {
                loop {
                    let place = there.reserve().await.unwrap();
                    let Some(letter) = here.recv().await else { return };
                    place.send(letter).unwrap();
                }
            };
            let _ = give_up_at(pause, pass_on(&mut here)).await;
            pass_on(&mut here).await;
            drop(there);
            assert_eq!(drain.await.unwrap(), [0, 1, 2, 3], "given up at pause {pause}");
        });
    }
}
