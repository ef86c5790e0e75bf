//! Switches that the program makes itself: coroutines with a stack, and without one.

use super::by_hand::{self, Counter, How};
use crate::peers;
use crate::plan::Size;
use crate::probe::one_way;
use crate::reading::{Reading, timed};
use crate::table::{Peer, Work};
use anyhow::{Context as _, Result, bail, ensure};
use ch04_generator::generator_from_async::Generator;
use corosensei::{Coroutine, CoroutineResult, Yielder};
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

/// The coroutine that chapter 5 builds around that switch.
pub fn of_the_chapter(size: Size) -> Result<Reading> {
    switches(size.of(10_000_000, 50_000), by_hand::round_trips)
}

/// The same by corosensei, with so many calls between the coroutine’s begin and its pause.
pub fn corosensei(size: Size, depth: u32) -> Result<Reading> {
    switches(size.of(10_000_000, 50_000), |round_trips| switch(depth, round_trips))
}

fn switches(units: u64, round_trips: impl Fn(u64) -> u64) -> Result<Reading> {
    let mut count = 0;
    let reading = timed(units, |units| count += round_trips(units));
    ensure!(count > reading.units, "the coroutine did not run");
    Ok(one_way(reading))
}

/// So many switches to a coroutine and back. Returns how often it was there.
pub fn switch(depth: u32, round_trips: u64) -> u64 {
    let mut coroutine =
        Coroutine::new(move |yielder, ()| pause_in_the_depth(yielder, depth, round_trips));
    let mut last = 0;
    while let CoroutineResult::Yield(count) = coroutine.resume(()) {
        last = black_box(count);
    }
    last
}

#[inline(never)]
fn pause_in_the_depth(yielder: &Yielder<(), u64>, depth: u32, times: u64) {
    if depth > 1 {
        pause_in_the_depth(yielder, depth - 1, times);
        black_box(()); // so that the call above is not the last thing, and gets a frame
        return;
    }
    for count in 1..=times {
        yielder.suspend(count);
    }
}

/// A poll of an async state machine that is never ready: in and out again.
pub fn poll(size: Size) -> Result<Reading> {
    let mut turns = pin!(forever());
    Ok(polled(size.of(20_000_000, 200_000), turns.as_mut()))
}

/// The same through so many async functions, each boxed, that await each other.
pub fn poll_through(size: Size, levels: u32) -> Result<Reading> {
    let mut turns = nested(levels);
    let levels = u64::from(levels);
    Ok(polled(size.of(15_000_000 / levels, 200_000 / levels), turns.as_mut()))
}

/// Pauses so many times, in so many nested calls, for somebody who counts instructions.
///
/// # Errors
///
/// If the arguments are not a way to pause, a depth and a number.
pub fn deep(arguments: &[String]) -> Result<()> {
    let [way, depth, times] = arguments else { bail!("deep WAY DEPTH TIMES") };
    let depth: u32 = depth.parse().context("the depth is no number")?;
    let times: u64 = times.parse().context("how many times is no number")?;
    match way.as_str() {
        "ret" => Counter::new(How::Return)?.round_trips(times),
        "jump" => Counter::new(How::Jump)?.round_trips(times),
        "chapter" => drop(black_box(by_hand::round_trips(times))),
        "generator" => resumed(times, &mut nested_generator(depth)),
        "corosensei" => drop(black_box(switch(depth, times))),
        "future" => drop(polled(times, nested(depth).as_mut())),
        _ => bail!("no way to pause is called {way:?}"),
    }
    Ok(())
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

/// Into a generator of chapter 4 and back, with a value each way.
pub fn generator(size: Size) -> Result<Reading> {
    let mut echo = nested_generator(1);
    Ok(timed(size.of(20_000_000, 200_000), |units| resumed(units, &mut echo)))
}

fn resumed(times: u64, echo: &mut Generator<'_, u64, u64, ()>) {
    for number in 0..times {
        black_box(echo.resume(black_box(number)));
    }
}

/// A generator that gives back what it gets, from so many async functions, each boxed.
fn nested_generator<'a>(levels: u32) -> Generator<'a, u64, u64, ()> {
    Generator::new(async move |out, number| {
        if levels > 1 { echo_below(out, levels - 1, number).await } else { echo(out, number).await }
    })
}

async fn echo(out: &mut ch04_generator::Yielder<u64, u64>, mut number: u64) {
    loop {
        number = out.suspend(number).await;
    }
}

fn echo_below<'a>(
    out: &'a mut ch04_generator::Yielder<u64, u64>,
    levels: u32,
    number: u64,
) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
    Box::pin(async move {
        if levels > 1 { echo_below(out, levels - 1, number).await } else { echo(out, number).await }
    })
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
