//! What a switch costs, and what it asks of the kernel: N03, N04, N05, N10, N12.

use super::{certain, check, more_than};
use crate::check::{Check, all, less, not, times_less};
use figures::{Results, Verdict, words};

/// Those checks.
pub fn checks() -> Vec<Check> {
    let mut checks = kernel();
    checks.extend(coroutine());
    checks.extend(entries());
    checks
}

fn kernel() -> Vec<Check> {
    vec![
        certain(
            "N03",
            words(
                "to switch processes costs more than ten times a coroutine’s switch",
                "进程切换的代价是协程切换的十倍以上",
            ),
            &["switch.process.futex", "switch.coroutine.corosensei"],
            |r| times_less(r, "switch.coroutine.corosensei", 10.0, "switch.process.futex"),
        ),
        check(
            "N03",
            words(
                "to switch processes costs half as much again as to switch threads, or more",
                "进程切换比线程切换至少贵一半",
            ),
            &[
                "switch.process.futex",
                "switch.thread.futex",
                "switch.process.pipe",
                "switch.thread.pipe",
            ],
            |r| {
                all([
                    times_less(r, "switch.thread.futex", 1.5, "switch.process.futex"),
                    times_less(r, "switch.thread.pipe", 1.5, "switch.process.pipe"),
                ])
            },
        ),
        certain(
            "N03",
            words(
                "most of it is not the way into the kernel: it is five system calls’ worth or more",
                "主要代价不在进入内核：至少抵得上五次系统调用",
            ),
            &["switch.process.futex", "switch.system_call"],
            |r| times_less(r, "switch.system_call", 5.0, "switch.process.futex"),
        ),
        certain(
            "N03",
            words(
                "to start a process costs more than five times a thread’s start",
                "启动一个进程的代价是启动线程的五倍以上",
            ),
            &["start.process.10", "start.thread.10"],
            |r| times_less(r, "start.thread.10", 5.0, "start.process.10"),
        ),
        check(
            "N04",
            words(
                "to switch threads costs less than to switch processes",
                "线程切换比进程切换便宜",
            ),
            &[
                "switch.thread.futex",
                "switch.process.futex",
                "switch.thread.pipe",
                "switch.process.pipe",
            ],
            |r| {
                all([
                    less(r, "switch.thread.futex", "switch.process.futex"),
                    less(r, "switch.thread.pipe", "switch.process.pipe"),
                ])
            },
        ),
        certain(
            "N04",
            words(
                "to switch threads costs more than ten times a coroutine’s switch",
                "线程切换的代价是协程切换的十倍以上",
            ),
            &["switch.thread.futex", "switch.coroutine.corosensei", "switch.poll"],
            |r| {
                all([
                    times_less(r, "switch.coroutine.corosensei", 10.0, "switch.thread.futex"),
                    times_less(r, "switch.poll", 10.0, "switch.thread.futex"),
                ])
            },
        ),
    ]
}

fn coroutine() -> Vec<Check> {
    vec![
        check(
            "N05",
            words(
                "a coroutine’s switch costs a hundredth of a thread’s, or less",
                "协程切换的代价不到线程切换的百分之一",
            ),
            &["switch.coroutine.corosensei", "switch.poll", "switch.thread.futex"],
            |r| {
                all([
                    times_less(r, "switch.coroutine.corosensei", 100.0, "switch.thread.futex"),
                    times_less(r, "switch.poll", 100.0, "switch.thread.futex"),
                ])
            },
        ),
        certain(
            "N05",
            words(
                "in Python, a generator’s send costs less than a tenth of a hand-over of threads",
                "在 Python 中，生成器的一次 send 不到线程交接的十分之一",
            ),
            &["switch.python.generator", "switch.python.lock"],
            |r| times_less(r, "switch.python.generator", 10.0, "switch.python.lock"),
        ),
        check(
            "N05",
            words(
                "in Python, a turn through asyncio’s loop costs less than a hand-over of threads",
                "在 Python 中，经过 asyncio 循环的一轮比线程交接便宜",
            ),
            &["switch.python.sleep0", "switch.python.lock"],
            |r| less(r, "switch.python.sleep0", "switch.python.lock"),
        ),
        certain(
            "N05",
            words(
                "ten calls deep, a stackful switch costs no more, and a poll over three times as much",
                "在十层调用之下，有栈切换并不更贵，而一次 poll 贵三倍以上",
            ),
            &[
                "switch.coroutine.corosensei",
                "switch.coroutine.corosensei_ten",
                "switch.poll",
                "switch.poll_ten",
            ],
            |r| {
                all([
                    not(times_less(
                        r,
                        "switch.coroutine.corosensei",
                        2.0,
                        "switch.coroutine.corosensei_ten",
                    )),
                    times_less(r, "switch.poll", 3.0, "switch.poll_ten"),
                ])
            },
        ),
        check(
            "N05",
            words(
                "when a socket does the waking, a task’s switch costs half of a thread’s, or less",
                "由套接字唤醒时，任务切换的代价不到线程切换的一半",
            ),
            &["switch.tcp.turns", "switch.tcp.tokio", "switch.tcp.threads"],
            |r| {
                all([
                    times_less(r, "switch.tcp.turns", 2.0, "switch.tcp.threads"),
                    times_less(r, "switch.tcp.tokio", 2.0, "switch.tcp.threads"),
                ])
            },
        ),
        check(
            "N05",
            words(
                "when a socket does the waking, asyncio’s tasks switch for less than Python’s threads",
                "由套接字唤醒时，asyncio 任务的切换比 Python 线程便宜",
            ),
            &["switch.python.tcp_asyncio", "switch.python.tcp_threads"],
            |r| less(r, "switch.python.tcp_asyncio", "switch.python.tcp_threads"),
        ),
    ]
}

fn entries() -> Vec<Check> {
    vec![
        certain(
            "N10",
            words(
                "a million switches of a coroutine make no system call",
                "一百万次协程切换不产生任何系统调用",
            ),
            &["entries.coroutine"],
            |r| none(r, "entries.coroutine"),
        ),
        check(
            "N10",
            words(
                "a million sends into a Python generator make no system call",
                "对 Python 生成器 send 一百万次不产生任何系统调用",
            ),
            &["entries.python.generator"],
            |r| none(r, "entries.python.generator"),
        ),
        certain(
            "N12",
            words(
                "threads that hand over make a system call for each switch, or more",
                "线程每交接一次，至少有一次系统调用",
            ),
            &["entries.thread"],
            |r| more_than(r, "entries.thread", 0.9e6),
        ),
        check(
            "N12",
            words(
                "a thread that waits stops running of itself, not by force",
                "等待的线程是自愿停下的，而不是被迫的",
            ),
            &["entries.io.voluntary", "entries.io.involuntary"],
            |r| times_less(r, "entries.io.involuntary", 10.0, "entries.io.voluntary"),
        ),
        check(
            "N12",
            words(
                "threads that compute are switched by their own system calls only",
                "计算中的线程只因自己的系统调用才被切换",
            ),
            &["entries.cpu.involuntary", "entries.cpu.voluntary"],
            |r| not(less(r, "entries.cpu.voluntary", "entries.cpu.involuntary")),
        ),
    ]
}

/// Whether nothing was counted. A call or two may be the process’s own, not the switches’.
fn none(results: &Results, name: &str) -> Verdict {
    not(more_than(results, name, 100.0))
}
