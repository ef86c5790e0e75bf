//! A value that comes later, once.

mod trace;

use trace::Trace;
use turns::sync::oneshot::{Canceled, TryRecvError, channel};
use turns::{block_on, spawn, yield_now};

#[test]
fn the_receiver_waits_for_the_value() {
    let trace = Trace::default();

    block_on(async {
        let (sender, receiver) = channel();
        let theirs = trace.clone();
        let waiter = spawn(async move { theirs.note(format!("got {:?}", receiver.await)) });
        yield_now().await;
        trace.note("sending");
        sender.send(3).unwrap();
        waiter.await.unwrap();
    });

    assert_eq!(trace.take(), ["sending", "got Ok(3)"]);
}

#[test]
fn a_value_sent_before_is_there_at_once() {
    let (sender, mut receiver) = channel();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Pending));

    sender.send(3).unwrap();

    assert!(receiver.is_finished());
    assert_eq!(receiver.try_recv(), Ok(3));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Taken));
}

#[test]
fn a_sender_that_goes_ends_the_wait() {
    block_on(async {
        let (sender, receiver) = channel::<i32>();
        let waiter = spawn(receiver);
        yield_now().await;
        drop(sender);
        assert_eq!(waiter.await.unwrap(), Err(Canceled));
    });
}

#[test]
fn a_receiver_that_goes_gives_the_value_back() {
    let (sender, receiver) = channel();
    assert!(!sender.is_closed());
    drop(receiver);

    assert!(sender.is_closed());
    assert_eq!(sender.send(3), Err(3));
}

#[test]
fn a_value_that_nobody_takes_is_dropped_with_the_receiver() {
    let trace = Trace::default();
    let (sender, receiver) = channel();
    assert!(sender.send(trace.on_drop("dropped")).is_ok());
    assert!(trace.take().is_empty());

    drop(receiver);

    assert_eq!(trace.take(), ["dropped"]);
}

#[test]
fn it_prints_as_asyncio_does() {
    let (sender, mut receiver) = channel();
    assert_eq!(format!("{receiver:?}"), "<Future pending>");
    sender.send(3).unwrap();
    assert_eq!(format!("{receiver:?}"), "<Future finished result=3>");
    receiver.try_recv().unwrap();
    assert_eq!(format!("{receiver:?}"), "<Future finished>");

    let (sender, receiver) = channel::<i32>();
    drop(sender);
    assert_eq!(format!("{receiver:?}"), "<Future cancelled>");
}
