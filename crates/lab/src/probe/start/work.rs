//! The starting itself, of one kind after the other.

use crate::probe::memory;
use crate::probe::side::{self, Side};
use crate::reading::Reading;
use anyhow::Result;
use corosensei::{Coroutine, stack::DefaultStack};
use cpu_time::ProcessTime;
use std::cell::Cell;
use std::hint::black_box;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Waker};
use std::thread;
use std::time::Instant;

/// Processes of this program, each of which says that it runs, and waits.
pub fn processes(number: u64) -> Result<Reading> {
    let mut all = Vec::new();
    let kernel = memory::kernel();
    let clock = Clock::start(number);
    for _ in 0..number {
        all.push(Side::start("wait", &[])?);
    }
    for side in &mut all {
        side.line()?;
    }
    let reading = clock.stop(number);
    let bytes: Option<f64> = all.iter().map(|side| memory::weight_of(side.id())).sum();
    let mut reading =
        reading.with("bytes", bytes).with("kernel_bytes", grown(kernel, memory::kernel));
    for side in all {
        reading.cpu_s += side.finish()?;
    }
    Ok(reading)
}

/// The other process of `processes`.
pub fn wait_for_end() -> Result<()> {
    println!("ready");
    side::wait_for_parent();
    side::say_cpu_time()
}

/// Threads of the kernel, with the standard library’s stack.
pub fn threads(number: u64) -> Result<Reading> {
    let ran = Arc::new(AtomicU64::new(0));
    let may_end = Arc::new(AtomicBool::new(false));
    let starter = thread::current();
    let mut all = Vec::with_capacity(number as usize);
    let clock = Clock::start(number);
    for _ in 0..number {
        let (ran, may_end, starter) = (ran.clone(), may_end.clone(), starter.clone());
        let thread = thread::Builder::new().spawn(move || {
            if ran.fetch_add(1, Ordering::AcqRel) + 1 == number {
                starter.unpark();
            }
            while !may_end.load(Ordering::Acquire) {
                thread::park();
            }
        });
        match thread {
            Ok(thread) => all.push(thread),
            // Those that run end with this process, which ends now.
            Err(error) => return Ok(refused(all.len(), "threads", &error)),
        }
    }
    while ran.load(Ordering::Acquire) < number {
        thread::park();
    }
    let reading = clock.stop(number);
    may_end.store(true, Ordering::Release);
    // One by one: if all woke at once, they would fight for the core.
    for thread in all {
        thread.thread().unpark();
        thread.join().expect("it only waits");
    }
    Ok(reading)
}

/// Coroutines with a stack of their own, that suspend at once.
pub fn stackful(number: u64) -> Result<Reading> {
    let mut all = Vec::with_capacity(number as usize);
    let clock = Clock::start(number);
    for _ in 0..number {
        let stack = match DefaultStack::new(64 * 1024) {
            Ok(stack) => stack,
            Err(error) => return Ok(refused(all.len(), "stacks", &error)),
        };
        let mut coroutine = Coroutine::with_stack(stack, |yielder, ()| yielder.suspend(()));
        coroutine.resume(());
        all.push(coroutine);
    }
    let reading = clock.stop(number);
    for coroutine in &mut all {
        // To its end, so that dropping it has nothing to unwind.
        coroutine.resume(());
    }
    Ok(reading)
}

/// What `async` makes, in a box, polled once.
pub fn futures(number: u64) -> Result<Reading> {
    let mut all: Vec<Pin<Box<dyn Future<Output = ()>>>> = Vec::with_capacity(number as usize);
    let mut cx = Context::from_waker(Waker::noop());
    let ran = Rc::new(Cell::new(0));
    let clock = Clock::start(number);
    for _ in 0..number {
        let mut future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(wait(ran.clone()));
        assert!(black_box(&mut future).as_mut().poll(&mut cx).is_pending());
        all.push(future);
    }
    let reading = clock.stop(number);
    assert_eq!(ran.get(), number);
    Ok(reading)
}

/// Tasks on the loop of the book.
pub fn on_turns(number: u64) -> Result<Reading> {
    turns::block_on(async {
        let ran = Rc::new(Cell::new(0));
        let clock = Clock::start(number);
        for _ in 0..number {
            drop(turns::spawn(wait(ran.clone())));
        }
        while ran.get() < number {
            turns::yield_now().await;
        }
        Ok(clock.stop(number))
    })
}

/// Tasks on tokio, with one thread.
pub fn on_tokio(number: u64) -> Result<Reading> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let ran = Rc::new(Cell::new(0));
        let clock = Clock::start(number);
        for _ in 0..number {
            drop(tokio::task::spawn_local(wait(ran.clone())));
        }
        while ran.get() < number {
            tokio::task::yield_now().await;
        }
        Ok(clock.stop(number))
    })
}

/// Says that it runs, and waits for ever.
async fn wait(ran: Rc<Cell<u64>>) {
    ran.set(ran.get() + 1);
    std::future::pending().await
}

/// Not so many can be had.
fn refused(number: usize, what: &str, error: &std::io::Error) -> Reading {
    let number = figures::grouped(number as u64);
    Reading::missing(format!("the system allows {number} {what}, then refuses: {error}"))
}

/// Ten at once, so many times: once alone is too short for the clock, and cold.
pub fn repeated(times: u64, start: fn(u64) -> Result<Reading>) -> Result<Reading> {
    start(10)?;
    let mut sum = Reading::default();
    for _ in 0..times {
        let once = start(10)?;
        sum.units += once.units;
        sum.wall_s += once.wall_s;
        sum.cpu_s += once.cpu_s;
    }
    Ok(sum)
}

/// What is there now is weighed only where it was before.
fn grown(before: Option<f64>, now: fn() -> Option<f64>) -> Option<f64> {
    before.and_then(|before| Some((now()? - before).max(0.0)))
}

/// Time from here on, and what this process and the kernel have grown.
struct Clock {
    resident: Option<f64>,
    kernel: Option<f64>,
    wall: Instant,
    cpu: ProcessTime,
}

impl Clock {
    /// Ten are not weighed: they are less than what a process takes by the way.
    fn start(number: u64) -> Clock {
        let is_weighed = number > 10;
        Clock {
            resident: is_weighed.then(memory::resident).flatten(),
            kernel: is_weighed.then(memory::kernel).flatten(),
            wall: Instant::now(),
            cpu: ProcessTime::now(),
        }
    }

    fn stop(&self, units: u64) -> Reading {
        let (wall_s, cpu_s) = (self.wall.elapsed().as_secs_f64(), self.cpu.elapsed().as_secs_f64());
        let reading = Reading { units, wall_s, cpu_s, ..Reading::default() };
        reading
            .with("bytes", grown(self.resident, memory::resident))
            .with("kernel_bytes", grown(self.kernel, memory::kernel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_started_here_wait_and_are_let_go() {
        for (name, start) in [
            ("threads", threads as fn(u64) -> Result<Reading>),
            ("stackful", stackful),
            ("futures", futures),
            ("turns", on_turns),
            ("tokio", on_tokio),
        ] {
            let reading = start(20).unwrap();
            assert_eq!(reading.units, 20, "{name}");
            assert!(reading.wall_s > 0.0, "{name}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_stack_weighs_a_page_and_a_future_far_less() {
        let each = |reading: Reading| reading.values["bytes"].unwrap() / reading.units as f64;
        let _alone = memory::SCALE.lock();
        let stack = each(stackful(2_000).unwrap());
        let future = each(futures(100_000).unwrap());
        assert!(stack > 2_000.0 && stack < 100_000.0, "{stack}");
        assert!(future < 500.0, "{future}");
    }
}
