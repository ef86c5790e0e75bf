//! Switches that the program makes itself: coroutines with a stack, and without one.

use super::by_hand::{Counter, How};
use crate::peers;
use crate::plan::Size;
use crate::probe::one_way;
use crate::reading::{Reading, timed};
use crate::table::{Peer, Work};
use anyhow::{Result, ensure};
use corosensei::{Coroutine, CoroutineResult};
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A coroutine with a stack, switched by a few lines of assembler. A switch is one way.
pub fn by_hand(size: Size, how: How) -> Result<Reading> {
    let mut counter = Counter::new(how)?;
    let reading = timed(size.of(4_000_000, 50_000), |round_trips| counter.round_trips(round_trips));
    ensure!(counter.count() > reading.units, "the coroutine did not run");
    Ok(one_way(reading))
}

/// The same by corosensei.
pub fn corosensei(size: Size) -> Result<Reading> {
    let mut count = 0;
    let reading = timed(size.of(10_000_000, 50_000), |round_trips| count += switch(round_trips));
    ensure!(count > reading.units, "the coroutine did not run");
    Ok(one_way(reading))
}

/// So many switches to a coroutine and back. Returns how often it was there.
pub fn switch(round_trips: u64) -> u64 {
    let mut coroutine = Coroutine::new(move |yielder, ()| {
        for count in 1..=round_trips {
            yielder.suspend(count);
        }
    });
    let mut last = 0;
    while let CoroutineResult::Yield(count) = coroutine.resume(()) {
        last = black_box(count);
    }
    last
}

/// A poll of an async state machine that is never ready: in and out again.
pub fn poll(size: Size) -> Result<Reading> {
    let mut turns = pin!(forever());
    Ok(polled(size.of(20_000_000, 200_000), turns.as_mut()))
}

/// The same through ten async functions, each boxed, that await each other.
pub fn poll_through_ten(size: Size) -> Result<Reading> {
    let mut turns = nested(10);
    Ok(polled(size.of(1_500_000, 20_000), turns.as_mut()))
}

/// An iterator's `next`, called through a pointer, as a poll of a task is.
pub fn iterator(size: Size) -> Result<Reading> {
    let mut numbers: Box<dyn Iterator<Item = u64>> = black_box(Box::new((0_u64..).step_by(3)));
    Ok(timed(size.of(20_000_000, 200_000), |units| {
        for _ in 0..units {
            black_box(numbers.next());
        }
    }))
}

/// One task's turn on a loop that has two of them: it yields, the other one goes on.
pub fn task(size: Size, peer: Peer) -> Result<Reading> {
    let units = size.of(1_000_000, 10_000);
    let sample =
        peers::run(peer, Work::Yield { tasks: 2 }, units, true).map_err(anyhow::Error::msg)?;
    Ok(Reading {
        units: sample.units,
        wall_s: sample.wall_ns as f64 / 1e9,
        cpu_s: sample.cpu_ns as f64 / 1e9,
        ..Reading::default()
    })
}

fn polled(units: u64, mut future: Pin<&mut dyn Future<Output = ()>>) -> Reading {
    let mut cx = Context::from_waker(Waker::noop());
    timed(units, |units| {
        for _ in 0..units {
            assert!(black_box(future.as_mut()).poll(&mut cx).is_pending());
        }
    })
}

/// It counts its turns, so that there is a state to come back to.
async fn forever() {
    let mut count = 0_u64;
    loop {
        let mut yielded = false;
        std::future::poll_fn(|_| {
            if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        count = black_box(count + 1);
    }
}

fn nested(levels: u32) -> Pin<Box<dyn Future<Output = ()>>> {
    if levels <= 1 {
        return Box::pin(forever());
    }
    Box::pin(async move { nested(levels - 1).await })
}
