//! What it costs to let another one go on.

#[cfg(all(unix, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod by_hand;
#[cfg(not(all(unix, any(target_arch = "x86_64", target_arch = "aarch64"))))]
#[path = "by_hand_elsewhere.rs"]
mod by_hand;
pub mod coroutine;
mod futex;
mod io;
pub mod kernel;

use super::{ON_ONE_CORE, place};
use crate::plan::{Probe, Size};
use crate::reading::Reading;
use crate::table::Peer;
use anyhow::Result;
use by_hand::How;
use figures::words;
use kernel::Cores;

/// The family’s probes. All run on one core, but those that are called `across`.
///
/// Across cores both sides sleep most of the time, so there the time on the wall counts.
pub fn probes() -> Vec<Probe> {
    let mut all = vec![
        Probe::rust(
            "switch.process.pipe",
            words("processes, by a pipe", "进程，管道"),
            kernel::process_by_pipe,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.process.futex",
            words("processes, by a futex", "进程，futex"),
            process_by_futex,
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(linux),
        Probe::rust(
            "switch.thread.pipe",
            words("threads, by a pipe", "线程，管道"),
            kernel::thread_by_pipe,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.thread.futex",
            words("threads, by a futex", "线程，futex"),
            thread_by_futex,
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(linux),
        Probe::rust(
            "switch.thread.channel",
            words("threads, by a channel", "线程，通道"),
            kernel::thread_by_channel,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.process.across",
            words("processes, two cores, futex", "进程，跨核，futex"),
            |size| kernel::process_by_futex(size, Cores::Two),
        )
        .only_where(place::two_cores),
        Probe::rust(
            "switch.thread.across",
            words("threads, two cores, futex", "线程，跨核，futex"),
            |size| kernel::thread_by_futex(size, Cores::Two),
        )
        .only_where(place::two_cores),
        Probe::rust(
            "switch.system_call",
            words("a system call, no switch", "一次系统调用，不切换"),
            kernel::system_call,
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(linux),
    ];
    all.extend(in_user_space());
    all.extend(python());
    all
}

fn in_user_space() -> Vec<Probe> {
    vec![
        Probe::rust(
            "switch.coroutine.by_hand",
            words("stackful, by hand, ret", "有栈协程，手写，ret"),
            |size| coroutine::by_hand(size, How::Return),
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(assembler),
        Probe::rust(
            "switch.coroutine.by_hand_jump",
            words("stackful, by hand, jump", "有栈协程，手写，jmp"),
            |size| coroutine::by_hand(size, How::Jump),
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(assembler),
        Probe::rust(
            "switch.coroutine.by_hand_same_site",
            words("stackful, by hand, one call site", "有栈协程，手写，同一调用点"),
            |size| coroutine::by_hand(size, How::SameSite),
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(assembler),
        Probe::rust(
            "switch.coroutine.chapter",
            words("stackful, chapter 5", "有栈协程，第 5 章"),
            coroutine::of_the_chapter,
        )
        .pinned()
        .of(ON_ONE_CORE)
        .only_where(assembler),
        Probe::rust(
            "switch.coroutine.corosensei",
            words("stackful, corosensei", "有栈协程，corosensei"),
            |size| coroutine::corosensei(size, 1),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.coroutine.corosensei_ten",
            words("stackful, from ten calls deep", "有栈协程，十层调用的深处"),
            |size| coroutine::corosensei(size, 10),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.coroutine.corosensei_hundred",
            words("stackful, from a hundred calls deep", "有栈协程，一百层调用的深处"),
            |size| coroutine::corosensei(size, 100),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.poll",
            words("a poll and back, Rust", "一次 poll 来回，Rust"),
            coroutine::poll,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.poll_ten",
            words("a poll and back, ten boxes", "一次 poll 来回，穿过十层 Box"),
            |size| coroutine::poll_through(size, 10),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.poll_hundred",
            words("a poll and back, a hundred boxes", "一次 poll 来回，穿过一百层 Box"),
            |size| coroutine::poll_through(size, 100),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.iterator",
            words("an iterator’s next and back, Rust", "迭代器 next 来回，Rust"),
            coroutine::iterator,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.generator",
            words("a resume and back, stable Rust", "生成器 resume 来回，稳定版 Rust"),
            coroutine::generator,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.task.turns",
            words("a task’s turn, turns", "任务轮到一次，turns"),
            |size| coroutine::task(size, Peer::Turns),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.task.tokio",
            words("a task’s turn, tokio", "任务轮到一次，tokio"),
            |size| coroutine::task(size, Peer::Tokio),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust("switch.tcp.threads", words("threads, by TCP", "线程，TCP"), io::threads)
            .pinned()
            .of(ON_ONE_CORE),
        Probe::rust(
            "switch.tcp.turns",
            words("tasks, by TCP, turns", "任务，TCP，turns"),
            io::turns,
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::rust(
            "switch.tcp.tokio",
            words("tasks, by TCP, tokio", "任务，TCP，tokio"),
            io::tokio,
        )
        .pinned()
        .of(ON_ONE_CORE),
    ]
}

fn python() -> Vec<Probe> {
    vec![
        Probe::python(
            "switch.python.generator",
            words("a send and back, Python", "生成器 send 来回，Python"),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.generator_ten",
            words(
                "a send and back, ten yield from, Python",
                "send 来回，穿过十层 yield from，Python",
            ),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.generator_hundred",
            words(
                "a send and back, a hundred yield from, Python",
                "send 来回，穿过一百层 yield from，Python",
            ),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.coroutine",
            words("a coroutine’s send and back, Python", "协程 send 来回，Python"),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python("switch.python.sleep0", words("asyncio.sleep(0)", "asyncio.sleep(0)"))
            .pinned()
            .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.lock",
            words("threads, by a lock, Python", "线程，锁，Python"),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.pipe",
            words("processes, by a pipe, Python", "进程，管道，Python"),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.tcp_threads",
            words("threads, by TCP, Python", "线程，TCP，Python"),
        )
        .pinned()
        .of(ON_ONE_CORE),
        Probe::python(
            "switch.python.tcp_asyncio",
            words("tasks, by TCP, asyncio", "任务，TCP，asyncio"),
        )
        .pinned()
        .of(ON_ONE_CORE),
    ]
}

fn process_by_futex(size: Size) -> Result<Reading> {
    kernel::process_by_futex(size, Cores::Same)
}

fn thread_by_futex(size: Size) -> Result<Reading> {
    kernel::thread_by_futex(size, Cores::Same)
}

fn linux() -> Result<(), String> {
    if cfg!(target_os = "linux") { Ok(()) } else { Err("only Linux has this call".to_owned()) }
}

fn assembler() -> Result<(), String> {
    if cfg!(all(unix, any(target_arch = "x86_64", target_arch = "aarch64"))) {
        Ok(())
    } else {
        Err("written for x86-64 and aarch64 on Unix only".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_reading_of_each_that_needs_one_process() {
        for (name, probe) in [
            ("thread_by_pipe", kernel::thread_by_pipe as fn(Size) -> Result<Reading>),
            ("thread_by_channel", kernel::thread_by_channel),
            ("chapter", coroutine::of_the_chapter),
            ("corosensei", |size| coroutine::corosensei(size, 10)),
            ("a deep poll", |size| coroutine::poll_through(size, 10)),
            ("poll", coroutine::poll),
            ("iterator", coroutine::iterator),
            ("generator", coroutine::generator),
            ("tcp by threads", io::threads),
            ("tcp by turns", io::turns),
            ("tcp by tokio", io::tokio),
        ] {
            let reading = probe(Size::Quick).unwrap();
            assert!(reading.units > 0 && reading.wall_s > 0.0, "{name}: {reading:?}");
        }
    }
}
