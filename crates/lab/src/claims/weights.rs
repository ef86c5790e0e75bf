//! Where coroutines beat threads, how far threads go, and the models: N14, N25, N26, N27.

use super::{certain, check};
use crate::check::{Check, alike, all, less, not, times_less};
use figures::{Results, Verdict, words};

/// Those checks.
pub fn checks() -> Vec<Check> {
    let mut checks = better_than_threads();
    checks.extend(threads_without_end());
    checks.extend(models());
    checks
}

fn better_than_threads() -> Vec<Check> {
    vec![
        certain(
            "N14",
            words(
                "to start a task costs less than a tenth of starting a thread",
                "启动一个任务的代价不到启动线程的十分之一",
            ),
            &["start.turns.10000", "start.tokio.10000", "start.thread.10000"],
            |r| {
                all([
                    times_less(r, "start.turns.10000", 10.0, "start.thread.10000"),
                    times_less(r, "start.tokio.10000", 10.0, "start.thread.10000"),
                ])
            },
        ),
        check(
            "N14",
            words(
                "a waiting task weighs less than a tenth of a waiting thread",
                "等待中的任务所占内存不到等待线程的十分之一",
            ),
            &["weight.turns.10000", "weight.tokio.10000", "weight.thread.10000"],
            |r| {
                all([
                    times_less(r, "weight.turns.10000", 10.0, "weight.thread.10000"),
                    times_less(r, "weight.tokio.10000", 10.0, "weight.thread.10000"),
                ])
            },
        ),
        check(
            "N14",
            words(
                "in Python, too: a task costs less than a tenth of a thread to start and to hold",
                "Python 中也是如此：任务的启动与内存代价都不到线程的十分之一",
            ),
            &[
                "start.python.task.10000",
                "start.python.thread.10000",
                "weight.python.task.10000",
                "weight.python.thread.10000",
            ],
            |r| {
                all([
                    times_less(r, "start.python.task.10000", 10.0, "start.python.thread.10000"),
                    times_less(r, "weight.python.task.10000", 10.0, "weight.python.thread.10000"),
                ])
            },
        ),
        check(
            "N14",
            words(
                "for few waits and some computing, coroutines on one loop beat ten threads",
                "等待不多、又有计算时，单循环上的协程胜过十个线程",
            ),
            &["models.rust.coroutines", "models.rust.threads"],
            |r| less(r, "models.rust.coroutines", "models.rust.threads"),
        ),
    ]
}

fn threads_without_end() -> Vec<Check> {
    vec![
        check(
            "N25",
            words(
                "the system refuses a million threads, and a million tasks run",
                "系统不允许一百万个线程，而一百万个任务能运行",
            ),
            &["start.thread.1000000", "start.turns.1000000"],
            |r| all([is_refused(r, "start.thread.1000000"), is_measured(r, "start.turns.1000000")]),
        ),
        check(
            "N25",
            words(
                "the gain of more threads wears off: a hundred are not twice as fast as fifty",
                "线程再多收益递减：一百个并不比五十个快一倍",
            ),
            &["speedup.rust.50", "speedup.rust.100", "speedup.python.50", "speedup.python.100"],
            |r| {
                all([
                    not(times_less(r, "speedup.rust.100", 1.9, "speedup.rust.50")),
                    not(times_less(r, "speedup.python.100", 1.9, "speedup.python.50")),
                ])
            },
        ),
    ]
}

fn models() -> Vec<Check> {
    vec![
        check(
            "N26",
            words(
                "in Python, several processes with threads beat one process with threads",
                "在 Python 中，多进程多线程胜过单进程多线程",
            ),
            &["models.python.processes_threads", "models.python.threads"],
            |r| less(r, "models.python.processes_threads", "models.python.threads"),
        ),
        check(
            "N26",
            words(
                "in Python, they beat one process with as many threads, too",
                "在 Python 中，也胜过线程数相同的单个进程",
            ),
            &["models.python.processes_threads", "models.python.as_many_threads"],
            |r| less(r, "models.python.processes_threads", "models.python.as_many_threads"),
        ),
        check(
            "N26",
            words(
                "in Rust, several processes with threads beat one process with threads",
                "在 Rust 中，多进程多线程胜过单进程多线程",
            ),
            &["models.rust.processes_threads", "models.rust.threads"],
            |r| less(r, "models.rust.processes_threads", "models.rust.threads"),
        ),
        check(
            "N26",
            words(
                "in Rust, they beat one process with as many threads by a third or more",
                "在 Rust 中，比线程数相同的单个进程至少快三分之一",
            ),
            &["models.rust.processes_threads", "models.rust.as_many_threads"],
            |r| times_less(r, "models.rust.processes_threads", 1.33, "models.rust.as_many_threads"),
        ),
        check(
            "N27",
            words(
                "a process with coroutines for each core beats one loop: it uses every core",
                "每核一个协程进程胜过单个循环：用上了所有核",
            ),
            &[
                "models.python.processes_coroutines",
                "models.python.coroutines",
                "models.rust.processes_coroutines",
                "models.rust.coroutines",
            ],
            |r| {
                all([
                    less(r, "models.python.processes_coroutines", "models.python.coroutines"),
                    less(r, "models.rust.processes_coroutines", "models.rust.coroutines"),
                ])
            },
        ),
        check(
            "N27",
            words(
                "processes of coroutines beat processes of threads",
                "多进程协程胜过多进程多线程",
            ),
            &[
                "models.python.processes_coroutines",
                "models.python.processes_threads",
                "models.rust.processes_coroutines",
                "models.rust.processes_threads",
            ],
            |r| {
                all([
                    less(
                        r,
                        "models.python.processes_coroutines",
                        "models.python.processes_threads",
                    ),
                    less(r, "models.rust.processes_coroutines", "models.rust.processes_threads"),
                ])
            },
        ),
        check(
            "N27",
            words(
                "in Rust one process does as well, with a loop for each core",
                "在 Rust 中，一个进程、每核一个循环也同样好",
            ),
            &["models.rust.loops", "models.rust.processes_coroutines"],
            |r| alike(r, "models.rust.loops", "models.rust.processes_coroutines", 1.3),
        ),
    ]
}

fn is_measured(results: &Results, name: &str) -> Verdict {
    match results.figure(name) {
        Some(figure) if figure.value.is_some() => Verdict::Holds,
        _ => Verdict::NotMeasured,
    }
}

/// Whether it is missing because a limit of the system, named in the reason, forbids it.
fn is_refused(results: &Results, name: &str) -> Verdict {
    let reason = results.figure(name).and_then(|figure| figure.missing.as_deref());
    match reason {
        Some(reason) if reason.contains(" allows ") => Verdict::Holds,
        _ => Verdict::NotMeasured,
    }
}
