//! Where coroutines beat threads, how far threads go, and the models: N14, N25, N26, N27.

use crate::check::Order::*;
use crate::check::{Check, certain, check};
use figures::words;

/// Those checks, a row each.
pub static CHECKS: &[Check] = &[
    certain(
        "N14",
        words(
            "to start a task costs less than a tenth of starting a thread",
            "启动一个任务的代价不到启动线程的十分之一",
        ),
        &[
            TimesLess("start.turns.10000", 10.0, "start.thread.10000"),
            TimesLess("start.tokio.10000", 10.0, "start.thread.10000"),
        ],
    ),
    check(
        "N14",
        words(
            "a waiting task weighs less than a tenth of a waiting thread",
            "等待中的任务所占内存不到等待线程的十分之一",
        ),
        &[
            TimesLess("weight.turns.10000", 10.0, "weight.thread.10000"),
            TimesLess("weight.tokio.10000", 10.0, "weight.thread.10000"),
        ],
    ),
    check(
        "N14",
        words(
            "in Python, too: a task costs less than a tenth of a thread to start and to hold",
            "在 Python 中也是如此：任务的启动代价和内存都不到线程的十分之一",
        ),
        &[
            TimesLess("start.python.task.10000", 10.0, "start.python.thread.10000"),
            TimesLess("weight.python.task.10000", 10.0, "weight.python.thread.10000"),
        ],
    ),
    check(
        "N14",
        words(
            "a stackful coroutine starts and weighs less than half of a thread, a future a tenth of it",
            "有栈协程的启动代价和内存不到线程的一半，future 又不到有栈协程的十分之一",
        ),
        &[
            TimesLess("start.corosensei.10000", 2.0, "start.thread.10000"),
            TimesLess("weight.corosensei.10000", 2.0, "weight.thread.10000"),
            TimesLess("start.future.10000", 10.0, "start.corosensei.10000"),
            TimesLess("weight.future.1000000", 10.0, "weight.corosensei.10000"),
        ],
    ),
    check(
        "N14",
        words(
            "for few waits and some computing, coroutines on one loop beat ten threads",
            "等待不多、又有一些计算时，一个事件循环上的协程优于十个线程",
        ),
        &[Less("models.rust.coroutines", "models.rust.threads")],
    ),
    check(
        "N14",
        words(
            "one loop beats ten threads where what is computed is a fiftieth of the wait",
            "计算只有等待的五十分之一时，一个事件循环优于十个线程",
        ),
        &[Less("crossover.loop.2", "crossover.threads.2")],
    ),
    check(
        "N14",
        words(
            "it does not where twice as much is computed as waited for",
            "计算是等待的两倍时，则并非如此",
        ),
        &[Less("crossover.threads.200", "crossover.loop.200")],
    ),
    check(
        "N14",
        words(
            "for the same waits, one loop switches less than a tenth as often as ten threads",
            "同样的等待，一个事件循环的切换次数不到十个线程的十分之一",
        ),
        &[TimesLess(
            "entries.models_wait.rust.coroutines",
            10.0,
            "entries.models_wait.rust.threads",
        )],
    ),
    check(
        "N25",
        words(
            "the system refuses a million threads, and a million tasks run",
            "系统拒绝一百万个线程，而一百万个任务可以运行",
        ),
        &[IsRefused("start.thread.1000000"), IsMeasured("start.turns.1000000")],
    ),
    check(
        "N25",
        words(
            "the gain of more threads wears off: a hundred are not twice as fast as fifty",
            "线程越多，收益越小：一百个线程的速度不到五十个的两倍",
        ),
        &[
            Not(&TimesLess("speedup.rust.100", 1.9, "speedup.rust.50")),
            Not(&TimesLess("speedup.python.100", 1.9, "speedup.python.50")),
        ],
    ),
    check(
        "N26",
        words(
            "in Python, several processes with threads beat one process with threads",
            "在 Python 中，多进程多线程优于单进程多线程",
        ),
        &[Less("models.python.processes_threads", "models.python.threads")],
    ),
    check(
        "N26",
        words(
            "in Python, they beat one process with as many threads, too",
            "在 Python 中，也优于线程总数相同的单个进程",
        ),
        &[Less("models.python.processes_threads", "models.python.as_many_threads")],
    ),
    check(
        "N26",
        words(
            "in Rust, several processes with threads beat one process with threads",
            "在 Rust 中，多进程多线程优于单进程多线程",
        ),
        &[Less("models.rust.processes_threads", "models.rust.threads")],
    ),
    check(
        "N26",
        words(
            "in Rust, they beat one process with as many threads by a third or more",
            "在 Rust 中，比线程总数相同的单个进程至少快三分之一",
        ),
        &[TimesLess("models.rust.processes_threads", 1.33, "models.rust.as_many_threads")],
    ),
    check(
        "N26",
        words(
            "the processes of a crawler take more memory than its threads, as many of them",
            "爬虫用进程比用同样多的线程占更多内存",
        ),
        &[
            Less("crawl.bytes.10.threads", "crawl.bytes.10.processes"),
            Less("crawl.bytes.200.threads", "crawl.bytes.200.processes"),
        ],
    ),
    check(
        "N26",
        words(
            "a crawler in Rust with two hundred threads beats one with two hundred processes",
            "在 Rust 中，两百个线程的爬虫胜过两百个进程的",
        ),
        &[TimesLess("crawl.200.threads", 1.5, "crawl.200.processes")],
    ),
    check(
        "N27",
        words(
            "a process with coroutines for each core beats one loop: it uses every core",
            "每个核一个运行协程的进程，优于单个事件循环：用上了所有的核",
        ),
        &[
            Less("models.python.processes_coroutines", "models.python.coroutines"),
            Less("models.rust.processes_coroutines", "models.rust.coroutines"),
        ],
    ),
    check(
        "N27",
        words(
            "in Rust they do not where all is waiting: one loop is as good",
            "在 Rust 中，如果只有等待，则并非如此：单个事件循环同样好",
        ),
        &[Not(&TimesLess(
            "models_wait.rust.processes_coroutines",
            1.3,
            "models_wait.rust.coroutines",
        ))],
    ),
    check(
        "N27",
        words("they do where nearly all is computing", "如果几乎全是计算，就是如此"),
        &[
            Less("models_compute.python.processes_coroutines", "models_compute.python.coroutines"),
            Less("models_compute.rust.processes_coroutines", "models_compute.rust.coroutines"),
        ],
    ),
    check(
        "N27",
        words(
            "in Python, a loop in each process beats ten threads in each",
            "在 Python 中，每个进程一个事件循环，优于每个进程十个线程",
        ),
        &[Less("models.python.processes_coroutines", "models.python.processes_threads")],
    ),
    check(
        "N27",
        words("in Rust, the two are about as good", "在 Rust 中，两者不相上下"),
        &[Alike("models.rust.processes_coroutines", "models.rust.processes_threads", 1.4)],
    ),
    check(
        "N27",
        words(
            "in Rust one process does as well, with a loop for each core",
            "在 Rust 中，单个进程、每个核一个事件循环，也同样好",
        ),
        &[Alike("models.rust.loops", "models.rust.processes_coroutines", 1.3)],
    ),
    check(
        "N27",
        words(
            "one loop beats ten threads where a twentieth of the wait is computed, and not where a fifth is",
            "计算是等待的二十分之一时，一个事件循环优于十个线程；是五分之一时，则并非如此",
        ),
        &[
            Less("crossover.loop.5", "crossover.threads.5"),
            Less("crossover.threads.20", "crossover.loop.20"),
        ],
    ),
];
