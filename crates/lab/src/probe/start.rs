//! What starting one costs, and what one weighs while it waits.
//!
//! Each is started so many times, and the clock stops when all have run once and wait. Then they
//! are weighed, by what this process has grown, and let go. Ending them is not timed. All is done
//! on one core, and what counts is the CPU time of all that take part.

use super::memory;
use super::side::{self, Side};
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Context as _, Result};
use corosensei::{Coroutine, stack::DefaultStack};
use cpu_time::ProcessTime;
use figures::{Unit, words};
use std::cell::Cell;
use std::hint::black_box;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

const EACH: Quantity = Quantity::ValueEach("bytes", Unit::Bytes);
const KERNEL_EACH: Quantity = Quantity::ValueEach("kernel_bytes", Unit::Bytes);

/// The probes of `start`, and with them the figures of `weight`.
pub fn probes() -> Vec<Probe> {
    let all = rust().into_iter().chain(python());
    all.map(|probe| probe.of(Quantity::CpuEach).pinned()).collect()
}

fn rust() -> Vec<Probe> {
    vec![
        Probe::rust("start.process.10", words("process, 10", "进程，10 个"), |size| {
            processes(size.of(10, 2))
        })
        .also("weight.process.10", words("process, 10", "进程，10 个"), EACH)
        .also(
            "weight.process_kernel.10",
            words("process, in the kernel", "进程，内核中"),
            KERNEL_EACH,
        ),
        Probe::rust(
            "start.process.10000",
            words("process, 10,000", "进程，1 万个"),
            processes_never,
        )
        .only_where(|| Err("10,000 processes take longer than all the rest".into())),
        Probe::rust("start.thread.10", words("thread, 10", "线程，10 个"), |_| {
            repeated(20, threads)
        }),
        Probe::rust("start.thread.10000", words("thread, 10,000", "线程，1 万个"), |size| {
            threads(size.of(10_000, 200))
        })
        .also("weight.thread.10000", words("thread, 10,000", "线程，1 万个"), EACH)
        .also(
            "weight.thread_kernel.10000",
            words("thread, in the kernel", "线程，内核中"),
            KERNEL_EACH,
        )
        .rounds(5),
        Probe::rust(
            "start.thread.1000000",
            words("thread, 1,000,000", "线程，100 万个"),
            |_| threads(1_000_000),
        )
        .only_where(|| at_most(1_000_000, memory::most_threads(), "threads")),
        Probe::rust("start.corosensei.10", words("stackful, 10", "有栈协程，10 个"), |_| {
            repeated(100, stackful)
        }),
        Probe::rust(
            "start.corosensei.10000",
            words("stackful, 10,000", "有栈协程，1 万个"),
            |size| stackful(size.of(10_000, 200)),
        )
        .also(
            "weight.corosensei.10000",
            words("stackful, 10,000", "有栈协程，1 万个"),
            EACH,
        ),
        Probe::rust(
            "start.corosensei.1000000",
            words("stackful, 1,000,000", "有栈协程，100 万个"),
            |_| stackful(1_000_000),
        )
        .only_where(|| {
            let stacks = memory::most_mappings().map(|mappings| mappings / 2);
            at_most(1_000_000, stacks.map(|stacks| (stacks, "vm.max_map_count")), "stacks")
        }),
        Probe::rust("start.future.10", words("boxed future, 10", "装箱 future，10 个"), |_| {
            repeated(2000, futures)
        }),
        Probe::rust(
            "start.future.10000",
            words("boxed future, 10,000", "装箱 future，1 万个"),
            |size| futures(size.of(10_000, 1_000)),
        ),
        Probe::rust(
            "start.future.1000000",
            words("boxed future, 1,000,000", "装箱 future，100 万个"),
            |size| futures(size.of(1_000_000, 20_000)),
        )
        .also(
            "weight.future.1000000",
            words("boxed future, 1,000,000", "装箱 future，100 万个"),
            EACH,
        ),
        Probe::rust("start.turns.10", words("turns task, 10", "turns 任务，10 个"), |_| {
            repeated(1000, on_turns)
        }),
        Probe::rust(
            "start.turns.10000",
            words("turns task, 10,000", "turns 任务，1 万个"),
            |size| on_turns(size.of(10_000, 1_000)),
        )
        .also(
            "weight.turns.10000",
            words("turns task, 10,000", "turns 任务，1 万个"),
            EACH,
        ),
        Probe::rust(
            "start.turns.1000000",
            words("turns task, 1,000,000", "turns 任务，100 万个"),
            |size| on_turns(size.of(1_000_000, 20_000)),
        )
        .also(
            "weight.turns.1000000",
            words("turns task, 1,000,000", "turns 任务，100 万个"),
            EACH,
        ),
        Probe::rust("start.tokio.10", words("tokio task, 10", "tokio 任务，10 个"), |_| {
            repeated(500, on_tokio)
        }),
        Probe::rust(
            "start.tokio.10000",
            words("tokio task, 10,000", "tokio 任务，1 万个"),
            |size| on_tokio(size.of(10_000, 1_000)),
        )
        .also(
            "weight.tokio.10000",
            words("tokio task, 10,000", "tokio 任务，1 万个"),
            EACH,
        ),
        Probe::rust(
            "start.tokio.1000000",
            words("tokio task, 1,000,000", "tokio 任务，100 万个"),
            |size| on_tokio(size.of(1_000_000, 20_000)),
        )
        .also(
            "weight.tokio.1000000",
            words("tokio task, 1,000,000", "tokio 任务，100 万个"),
            EACH,
        ),
    ]
}

fn python() -> Vec<Probe> {
    vec![
        Probe::python(
            "start.python.spawn",
            words("process by spawn, Python", "进程，spawn，Python"),
        )
        .also("weight.python.spawn", words("process by spawn, Python", "进程，spawn，Python"), EACH)
        .rounds(3),
        Probe::python("start.python.fork", words("process by fork, Python", "进程，fork，Python"))
            .also(
                "weight.python.fork",
                words("process by fork, Python", "进程，fork，Python"),
                EACH,
            ),
        Probe::python("start.python.thread.10", words("thread, 10, Python", "线程，10 个，Python")),
        Probe::python(
            "start.python.thread.10000",
            words("thread, 10,000, Python", "线程，1 万个，Python"),
        )
        .also(
            "weight.python.thread.10000",
            words("thread, 10,000, Python", "线程，1 万个，Python"),
            EACH,
        )
        .exact(),
        Probe::python("start.python.task.10", words("asyncio task, 10", "asyncio 任务，10 个")),
        Probe::python(
            "start.python.task.10000",
            words("asyncio task, 10,000", "asyncio 任务，1 万个"),
        )
        .also(
            "weight.python.task.10000",
            words("asyncio task, 10,000", "asyncio 任务，1 万个"),
            EACH,
        ),
        Probe::python(
            "start.python.task.1000000",
            words("asyncio task, 1,000,000", "asyncio 任务，100 万个"),
        )
        .also(
            "weight.python.task.1000000",
            words("asyncio task, 1,000,000", "asyncio 任务，100 万个"),
            EACH,
        )
        .exact()
        .within(Duration::from_secs(60)),
        Probe::python("start.python.generator.10", words("generator, 10", "生成器，10 个")),
        Probe::python("start.python.generator.10000", words("generator, 10,000", "生成器，1 万个")),
        Probe::python(
            "start.python.generator.1000000",
            words("generator, 1,000,000", "生成器，100 万个"),
        )
        .also(
            "weight.python.generator.1000000",
            words("generator, 1,000,000", "生成器，100 万个"),
            EACH,
        )
        .rounds(3),
    ]
}

/// Whether the system allows so many, or which limit of it does not.
fn at_most(wanted: u64, limit: Option<(u64, &'static str)>, what: &str) -> Result<(), String> {
    match limit {
        None => Err(format!("this system does not say how many {what} it allows")),
        Some((limit, name)) if limit < wanted => {
            Err(format!("{name} allows {} {what}", figures::grouped(limit)))
        }
        Some(_) if wanted > 100_000 => Err(format!("so many {what} take longer than all the rest")),
        Some(_) => Ok(()),
    }
}

/// Processes of this program, each of which says that it runs, and waits.
fn processes(number: u64) -> Result<Reading> {
    let mut all = Vec::new();
    let kernel = memory::kernel();
    let clock = Clock::start(number);
    for _ in 0..number {
        all.push(Side::start("wait", &[])?);
    }
    for side in &mut all {
        side.line()?;
    }
    let mut reading = clock.stop(number);
    let bytes: Option<f64> = all.iter().map(|side| memory::weight_of(side.id())).sum();
    reading = with(reading, "bytes", bytes);
    reading = with(reading, "kernel_bytes", grown(kernel, memory::kernel()));
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

fn processes_never(_: Size) -> Result<Reading> {
    Ok(Reading::missing("not started"))
}

/// Threads of the kernel, with the standard library’s stack.
fn threads(number: u64) -> Result<Reading> {
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
        all.push(thread.context("the system refuses one more thread")?);
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
fn stackful(number: u64) -> Result<Reading> {
    let mut all = Vec::with_capacity(number as usize);
    let clock = Clock::start(number);
    for _ in 0..number {
        let stack = DefaultStack::new(64 * 1024).context("the system refuses one more stack")?;
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
fn futures(number: u64) -> Result<Reading> {
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
fn on_turns(number: u64) -> Result<Reading> {
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
fn on_tokio(number: u64) -> Result<Reading> {
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

/// Ten at once, so many times: once alone is too short for the clock, and cold.
fn repeated(times: u64, start: fn(u64) -> Result<Reading>) -> Result<Reading> {
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

fn with(reading: Reading, name: &str, value: Option<f64>) -> Reading {
    match value {
        Some(value) => reading.with(name, value),
        None => reading,
    }
}

fn grown(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    Some((after? - before?).max(0.0))
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
        if self.resident.is_none() {
            return reading;
        }
        let reading = with(reading, "bytes", grown(self.resident, memory::resident()));
        with(reading, "kernel_bytes", grown(self.kernel, memory::kernel()))
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
    fn a_stack_weighs_a_page_and_a_future_far_less() {
        let each = |reading: Reading| reading.values["bytes"] / reading.units as f64;
        let stack = each(stackful(500).unwrap());
        let future = each(futures(50_000).unwrap());
        assert!(stack > 2_000.0 && stack < 100_000.0, "{stack}");
        assert!(future < 500.0, "{future}");
    }

    #[test]
    fn a_limit_is_named() {
        let refused = at_most(1_000_000, Some((32_765, "vm.max_map_count")), "stacks");
        assert_eq!(refused.unwrap_err(), "vm.max_map_count allows 32,765 stacks");
    }
}
