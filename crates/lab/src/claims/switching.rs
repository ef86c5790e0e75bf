//! What a switch costs, and what it asks of the kernel: N03, N04, N05, N10, N12.

use crate::check::Order::*;
use crate::check::{Check, certain, check};
use figures::words;

/// A call or two may be the process’s own, not the switches’.
const A_FEW: f64 = 100.0;

/// Those checks, a row each.
pub static CHECKS: &[Check] = &[
    certain(
        "N03",
        words(
            "to switch processes costs more than ten times a coroutine’s switch",
            "进程切换的代价是协程切换的十倍以上",
        ),
        &[TimesLess("switch.coroutine.corosensei", 10.0, "switch.process.futex")],
    ),
    check(
        "N03",
        words(
            "to switch processes costs half as much again as to switch threads, or more",
            "进程切换的代价至少是线程切换的 1.5 倍",
        ),
        &[
            TimesLess("switch.thread.futex", 1.5, "switch.process.futex"),
            TimesLess("switch.thread.pipe", 1.5, "switch.process.pipe"),
        ],
    ),
    certain(
        "N03",
        words(
            "most of it is not the way into the kernel: it is five system calls’ worth or more",
            "代价主要不在进入内核：一次进程切换至少抵得上五次系统调用",
        ),
        &[TimesLess("switch.system_call", 5.0, "switch.process.futex")],
    ),
    certain(
        "N03",
        words(
            "to start a process costs more than five times a thread’s start",
            "启动一个进程的代价是启动线程的五倍以上",
        ),
        &[TimesLess("start.thread.10", 5.0, "start.process.10")],
    ),
    certain(
        "N03",
        words(
            "a job costs less than a tenth if its process is ready, and need not be started",
            "使用现成的进程、不必新建时，处理一项工作的代价不到十分之一",
        ),
        &[TimesLess("pool.process.ready", 10.0, "pool.process.fresh")],
    ),
    check(
        "N03",
        words(
            "to copy a process of 1 GiB takes more than twice as long as to copy a small one",
            "复制一个 1 GiB 的进程，用时是复制小进程的两倍以上",
        ),
        &[TimesLess("start.process.fork", 2.0, "start.process.fork_big")],
    ),
    check(
        "N03",
        words(
            "to start a program takes a process of 1 GiB hardly longer than a small one",
            "从 1 GiB 的进程启动程序，并不比从小进程启动慢多少",
        ),
        &[TimesLess("start.process.spawn_big", 1.0 / 1.5, "start.process.spawn")],
    ),
    check(
        "N04",
        words(
            "to switch threads costs less than to switch processes",
            "线程切换的代价低于进程切换",
        ),
        &[
            Less("switch.thread.futex", "switch.process.futex"),
            Less("switch.thread.pipe", "switch.process.pipe"),
        ],
    ),
    certain(
        "N04",
        words(
            "to switch threads costs more than ten times a coroutine’s switch",
            "线程切换的代价是协程切换的十倍以上",
        ),
        &[
            TimesLess("switch.coroutine.corosensei", 10.0, "switch.thread.futex"),
            TimesLess("switch.poll", 10.0, "switch.thread.futex"),
        ],
    ),
    check(
        "N05",
        words(
            "a coroutine’s switch costs a hundredth of a thread’s, or less",
            "协程切换的代价不到线程切换的百分之一",
        ),
        &[
            TimesLess("switch.coroutine.corosensei", 100.0, "switch.thread.futex"),
            TimesLess("switch.poll", 100.0, "switch.thread.futex"),
        ],
    ),
    certain(
        "N05",
        words(
            "in Python, a generator’s send costs less than a tenth of a hand-over of threads",
            "在 Python 中，生成器一次 send 的代价不到线程交接的十分之一",
        ),
        &[TimesLess("switch.python.generator", 10.0, "switch.python.lock")],
    ),
    check(
        "N05",
        words(
            "in Python, a turn through asyncio’s loop costs less than a hand-over of threads",
            "在 Python 中，经过 asyncio 的事件循环轮到一次，代价低于线程交接",
        ),
        &[Less("switch.python.sleep0", "switch.python.lock")],
    ),
    certain(
        "N05",
        words(
            "ten calls deep, a stackful switch costs no more, and a poll more than twice as much",
            "在十层调用的深处，有栈切换的代价并不增加，而一次 poll 的代价增加到两倍以上",
        ),
        &[
            Not(&TimesLess("switch.coroutine.corosensei", 2.0, "switch.coroutine.corosensei_ten")),
            TimesLess("switch.poll", 2.0, "switch.poll_ten"),
        ],
    ),
    check(
        "N05",
        words(
            "a hundred calls deep, a stackful switch costs no more, and a poll twenty times as much",
            "在一百层调用的深处，有栈切换的代价并不增加，而一次 poll 的代价增加到二十倍以上",
        ),
        &[
            Not(&TimesLess(
                "switch.coroutine.corosensei",
                2.0,
                "switch.coroutine.corosensei_hundred",
            )),
            TimesLess("switch.poll", 20.0, "switch.poll_hundred"),
        ],
    ),
    check(
        "N05",
        words(
            "in Python, a send through ten yield from costs more than twice as much as through one",
            "在 Python 中，穿过十层 yield from 的 send，代价是穿过一层的两倍以上",
        ),
        &[
            TimesLess("switch.python.generator", 2.0, "switch.python.generator_ten"),
            TimesLess("switch.python.generator", 10.0, "switch.python.generator_hundred"),
        ],
    ),
    check(
        "N05",
        words(
            "a stackful switch by ret costs more than twice one by a jump, or one from one call site",
            "用 ret 的有栈切换，代价是用 jmp 或从同一调用点切换的两倍以上",
        ),
        &[
            TimesLess("switch.coroutine.by_hand_jump", 2.0, "switch.coroutine.by_hand"),
            TimesLess("switch.coroutine.by_hand_same_site", 2.0, "switch.coroutine.by_hand"),
        ],
    ),
    check(
        "N05",
        words(
            "a stackful switch that is inlined costs less than one that is called",
            "内联的有栈切换，代价低于通过函数调用的切换",
        ),
        &[Less("switch.coroutine.corosensei", "switch.coroutine.by_hand_jump")],
    ),
    check(
        "N05",
        words(
            "without a socket, a task’s turn on tokio costs a tenth of one that a socket wakes",
            "不经过套接字时，tokio 的任务轮到一次，代价不到由套接字唤醒时的十分之一",
        ),
        &[TimesLess("switch.task.tokio", 10.0, "switch.tcp.tokio")],
    ),
    check(
        "N05",
        words(
            "when a socket does the waking, a task’s switch costs half of a thread’s, or less",
            "由套接字唤醒时，任务切换的代价不到线程切换的一半",
        ),
        &[
            TimesLess("switch.tcp.turns", 2.0, "switch.tcp.threads"),
            TimesLess("switch.tcp.tokio", 2.0, "switch.tcp.threads"),
        ],
    ),
    check(
        "N05",
        words(
            "when a socket does the waking, asyncio’s tasks switch for less than Python’s threads",
            "由套接字唤醒时，asyncio 任务切换的代价低于 Python 线程",
        ),
        &[Less("switch.python.tcp_asyncio", "switch.python.tcp_threads")],
    ),
    certain(
        "N10",
        words(
            "a million switches of a coroutine make no system call",
            "一百万次协程切换不产生任何系统调用",
        ),
        &[Not(&MoreThan("entries.coroutine", A_FEW))],
    ),
    check(
        "N10",
        words(
            "a million sends into a Python generator make no system call",
            "对 Python 生成器调用一百万次 send，不产生任何系统调用",
        ),
        &[Not(&MoreThan("entries.python.generator", A_FEW))],
    ),
    certain(
        "N12",
        words(
            "threads that hand over make a system call for each switch, or more",
            "线程每交接一次，至少有一次系统调用",
        ),
        &[MoreThan("entries.thread", 0.9e6)],
    ),
    certain(
        "N12",
        words(
            "a thread that finds a lock free takes it without a system call",
            "线程获取空闲的锁，不需要系统调用",
        ),
        &[Not(&MoreThan("entries.lock", A_FEW))],
    ),
    check(
        "N12",
        words(
            "a thread that waits stops running of itself, not by force",
            "等待的线程是自愿停止运行的，而不是被强行停下的",
        ),
        &[TimesLess("entries.io.involuntary", 10.0, "entries.io.voluntary")],
    ),
    check(
        "N12",
        words(
            "threads that compute are switched by their own system calls only",
            "计算中的线程只因自己的系统调用才被切换",
        ),
        &[Not(&Less("entries.cpu.voluntary", "entries.cpu.involuntary"))],
    ),
];
