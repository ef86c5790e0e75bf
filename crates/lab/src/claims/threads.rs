//! What threads gain, and what the GIL takes: N07, N08, N09, N19, N22, N23, N24.

use crate::check::Order::*;
use crate::check::{Check, certain, check};
use figures::words;

/// A gain that is more than noise. Two threads on two cores gain twice of it.
const GAIN: f64 = 1.3;

/// Those checks, a row each.
pub static CHECKS: &[Check] = &[
    check(
        "N07",
        words(
            "two computing threads of Python take longer than one for the same work",
            "同样的计算，Python 用两个线程比用一个线程更慢",
        ),
        &[Less("gil.python.1", "gil.python.2")],
    ),
    check(
        "N07",
        words(
            "two computing threads of Python gain next to nothing over one",
            "同样的计算，Python 用两个线程几乎不比用一个线程快",
        ),
        &[Not(&TimesLess("gil.python.2", GAIN, "gil.python.1"))],
    ),
    check(
        "N07",
        words(
            "in Rust, two computing threads are faster than one",
            "在 Rust 中，两个计算线程比一个线程快",
        ),
        &[TimesLess("gil.rust.2", GAIN, "gil.rust.1")],
    ),
    check(
        "N07",
        words(
            "beside one that computes, a wait of a millisecond takes a thread of Python three times as long",
            "旁边有线程在计算时，Python 的线程等待一毫秒要花三倍的时间",
        ),
        &[TimesLess("convoy.python.alone", 3.0, "convoy.python.hog")],
    ),
    check(
        "N07",
        words(
            "in Rust it does so behind such a lock, and not without one",
            "Rust 加上这样的锁也是如此，不加则不会",
        ),
        &[
            TimesLess("convoy.rust_gil.alone", 3.0, "convoy.rust_gil.hog"),
            TimesLess("convoy.rust.hog", 2.0, "convoy.rust_gil.hog"),
        ],
    ),
    check(
        "N08",
        words(
            "Rust behind such a lock is like Python: two threads take as long as one",
            "加上这样一把锁，Rust 就与 Python 一样：两个线程的用时与一个线程相当",
        ),
        &[Alike("gil.rust_gil.1", "gil.rust_gil.2", GAIN)],
    ),
    check(
        "N09",
        words(
            "with the GIL, four threads on all cores gain next to nothing over one",
            "有 GIL 时，四个线程用上所有的核，也几乎不比一个线程快",
        ),
        &[Not(&TimesLess("gil.python.4", GAIN, "gil.python.1"))],
    ),
    check(
        "N09",
        words(
            "without the GIL it is no different: two threads of Python gain next to nothing",
            "没有 GIL 也一样：Python 的两个线程几乎不比一个线程快",
        ),
        &[Not(&TimesLess("gil.free.2", GAIN, "gil.free.1"))],
    ),
    check(
        "N09",
        words(
            "two threads of Python gain where they compute in Rust that lets the lock go",
            "如果在释放锁的 Rust 代码中计算，Python 的两个线程就会更快",
        ),
        &[TimesLess("outside.pyo3_released.2", GAIN, "outside.pyo3_released.1")],
    ),
    check(
        "N09",
        words(
            "they gain next to nothing where that Rust holds on to the lock",
            "如果那段 Rust 代码不释放锁，两个线程几乎不会更快",
        ),
        &[Not(&TimesLess("outside.pyo3_holding.2", GAIN, "outside.pyo3_holding.1"))],
    ),
    check(
        "N09",
        words(
            "they gain where hashlib computes, since it lets the lock go",
            "如果由 hashlib 计算，两个线程就会更快，因为 hashlib 会释放锁",
        ),
        &[TimesLess("outside.hash.2", GAIN, "outside.hash.1")],
    ),
    check(
        "N09",
        words(
            "two processes of Python are faster than one: each has a lock of its own",
            "Python 的两个进程比一个进程快：每个进程都有自己的锁",
        ),
        &[TimesLess("outside.processes.2", GAIN, "outside.processes.1")],
    ),
    check(
        "N09",
        words(
            "so are two interpreters of one process, with a lock each",
            "同一个进程里的两个解释器也是如此，只要各有一把锁",
        ),
        &[TimesLess("outside.interpreters.2", GAIN, "outside.interpreters.1")],
    ),
    check(
        "N19",
        words(
            "ten waiting threads of Python get no more done than one",
            "Python 的十个等待线程，完成的工作并不比一个线程多",
        ),
        &[Not(&TimesLess("speedup.python.10", 2.0, "speedup.python.1"))],
    ),
    check(
        "N19",
        words(
            "four threads of Python that wait for a server get no more done than one",
            "Python 的四个等待服务器的线程，完成的工作并不比一个线程多",
        ),
        &[Not(&TimesLess("io.python.4", GAIN, "io.python.1"))],
    ),
    check(
        "N19",
        words(
            "four computing threads of Python get no more done than one",
            "Python 的四个计算线程，完成的工作并不比一个线程多",
        ),
        &[Not(&TimesLess("gil.python.4", GAIN, "gil.python.1"))],
    ),
    check(
        "N22",
        words(
            "one thread stands still while it waits: two take half as long for the same waits",
            "一个线程在等待时什么也不做：同样的等待，两个线程只需要一半的时间",
        ),
        &[
            TimesLess("speedup.rust.2", 1.8, "speedup.rust.1"),
            TimesLess("speedup.python.2", 1.8, "speedup.python.1"),
        ],
    ),
    certain(
        "N23",
        words("ten waiting threads beat one", "十个等待的线程比一个线程快"),
        &[TimesLess("speedup.rust.10", 2.0, "speedup.rust.1")],
    ),
    check(
        "N23",
        words(
            "ten threads do a load of requests faster than one",
            "处理同一批请求，十个线程比一个线程快",
        ),
        &[
            Less("models.rust.threads", "models.rust.one"),
            Less("models.python.threads", "models.python.one"),
        ],
    ),
    check(
        "N24",
        words(
            "ten waiting threads gain about tenfold: eightfold or more",
            "十个等待的线程，速度约为一个线程的十倍：至少八倍",
        ),
        &[
            TimesLess("speedup.rust.10", 8.0, "speedup.rust.1"),
            TimesLess("speedup.python.10", 8.0, "speedup.python.1"),
        ],
    ),
    check(
        "N24",
        words(
            "ten waiting threads gain no more than tenfold",
            "十个等待的线程，速度不会超过一个线程的十倍",
        ),
        &[
            Not(&TimesLess("speedup.rust.10", 10.5, "speedup.rust.1")),
            Not(&TimesLess("speedup.python.10", 10.5, "speedup.python.1")),
        ],
    ),
    check(
        "N24",
        words(
            "for the same waits, ten threads of Rust switch no more often than one",
            "同样的等待，Rust 的十个线程切换的次数并不比一个线程多",
        ),
        &[Not(&TimesLess("entries.models_wait.rust.one", 1.1, "entries.models_wait.rust.threads"))],
    ),
    check(
        "N24",
        words(
            "a hundred threads are slower than fifty; those that are ready are done sooner",
            "一百个线程比五十个慢；使用现成的线程，完成得更早",
        ),
        &[
            Less("speedup.rust.50", "speedup.rust.100"),
            Less("speedup.python.50", "speedup.python.100"),
            Less("speedup.pool.100", "speedup.rust.100"),
        ],
    ),
    check(
        "N24",
        words(
            "a hundred tasks on one loop are done in less than half the time of a hundred threads",
            "一个事件循环上的一百个任务，用时不到一百个线程的一半",
        ),
        &[
            TimesLess("speedup.turns.100", 2.0, "speedup.pool.100"),
            TimesLess("speedup.turns.100", 2.0, "speedup.rust.100"),
            TimesLess("speedup.asyncio.100", 2.0, "speedup.python.100"),
        ],
    ),
    check(
        "N24",
        words(
            "one task of asyncio takes a little longer than one of turns, a hundred far longer",
            "asyncio 的一个任务比 turns 的一个任务略慢，一百个任务则慢得多",
        ),
        &[
            TimesLess("speedup.turns.1", 1.1, "speedup.asyncio.1"),
            Not(&TimesLess("speedup.turns.1", 1.4, "speedup.asyncio.1")),
            TimesLess("speedup.turns.100", 1.4, "speedup.asyncio.100"),
        ],
    ),
    check(
        "N24",
        words(
            "a crawler with ten requests at once is faster than one by one, by threads and by tasks",
            "爬虫同时有十个请求，比逐个请求快，线程与任务皆然",
        ),
        &[
            Less("crawl.10.threads", "crawl.1.sequential"),
            Less("crawl.10.turns", "crawl.1.sequential"),
            Less("crawl.10.tokio", "crawl.1.sequential"),
        ],
    ),
    check(
        "N24",
        words(
            "with ten it is more than eight times as fast, and with two hundred not a hundred times",
            "同时十个时快八倍以上，而同时两百个时不到一百倍",
        ),
        &[
            TimesLess("crawl.10.threads", 8.0, "crawl.1.sequential"),
            TimesLess("crawl.10.tokio", 8.0, "crawl.1.sequential"),
            Not(&TimesLess("crawl.200.threads", 100.0, "crawl.1.sequential")),
            Not(&TimesLess("crawl.200.tokio", 100.0, "crawl.1.sequential")),
        ],
    ),
];
