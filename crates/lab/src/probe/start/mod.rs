//! What starting one costs, and what one weighs while it waits.
//!
//! Each is started so many times, and the clock stops when all have run once and wait. Then they
//! are weighed, by what this process has grown, and let go. Ending them is not timed. All is done
//! on one core, and what counts is the CPU time of all that take part.

mod anew;
mod work;

use super::{ON_ONE_CORE, memory};
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::Result;
use figures::{Unit, words};
use std::time::Duration;
use work::{futures, on_tokio, on_turns, processes, repeated, stackful, threads};

pub use work::wait_for_end;

const EACH: Quantity = Quantity::ValueEach("bytes", Unit::Bytes);
const KERNEL_EACH: Quantity = Quantity::ValueEach("kernel_bytes", Unit::Bytes);

/// What a large process has in memory, in bytes.
const GIBIBYTE: usize = 1 << 30;

/// The probes of `start`, and with them the figures of `weight`.
pub fn probes() -> Vec<Probe> {
    let all = rust().into_iter().chain(python());
    all.map(|probe| probe.of(ON_ONE_CORE).pinned()).collect()
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
        Probe::rust(
            "start.process.fork",
            words("fork, of a small process", "fork，小进程"),
            |size| anew::fork(size.of(100, 5), 0),
        ),
        Probe::rust(
            "start.process.fork_big",
            words("fork, of a process of 1 GiB", "fork，1 GiB 的进程"),
            |size| anew::fork(size.of(10, 2), size.of(GIBIBYTE, GIBIBYTE / 16)),
        ),
        Probe::rust(
            "start.process.spawn",
            words("program, from a small process", "启动程序，小进程"),
            |size| anew::spawn(size.of(20, 2), 0),
        ),
        Probe::rust(
            "start.process.spawn_big",
            words("program, from a process of 1 GiB", "启动程序，1 GiB 的进程"),
            |size| anew::spawn(size.of(20, 2), size.of(GIBIBYTE, GIBIBYTE / 16)),
        ),
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
        Probe::python(
            "start.python.forkserver",
            words("process by forkserver, Python", "进程，forkserver，Python"),
        ),
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

/// In place of what takes too long.
fn processes_never(_: Size) -> Result<Reading> {
    Ok(Reading::missing("it takes too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_named() {
        let refused = at_most(1_000_000, Some((32_765, "vm.max_map_count")), "stacks");
        assert_eq!(refused.unwrap_err(), "vm.max_map_count allows 32,765 stacks");
    }
}
