//! How often the kernel is entered, and why a thread stops running.
//!
//! System calls are counted from outside, by perf or strace, for a process as a whole. It runs
//! twice, once with many more switches, and the difference is what the switches cost.

use super::switch::{coroutine, kernel};
use super::{compute, side};
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Context, Result, anyhow, bail, ensure};
use figures::{Unit, words};
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// What is said of so many switches.
const MILLION: f64 = 1e6;

const CALLS: Quantity = Quantity::Value("calls", Unit::Count);
const VOLUNTARY: Quantity = Quantity::Value("voluntary", Unit::Count);
const INVOLUNTARY: Quantity = Quantity::Value("involuntary", Unit::Count);

/// System calls for a million switches, and for a million locks; then switches of two threads that share a core.
pub fn probes() -> Vec<Probe> {
    vec![
        Probe::rust(
            "entries.coroutine",
            words("calls, 1M coroutine switches", "系统调用，百万次协程切换"),
            |size| calls("coroutine", 0, size.of(1_000_000, 400_000)),
        )
        .of(CALLS)
        .exact()
        .only_where(can_count),
        Probe::rust(
            "entries.thread",
            words("calls, 1M thread switches", "系统调用，百万次线程切换"),
            |size| calls("thread", 200, size.of(10_000, 1_000)),
        )
        .of(CALLS)
        .exact()
        .pinned()
        .only_where(can_count),
        Probe::rust(
            "entries.lock",
            words("calls, 1M locks that are free", "系统调用，百万次获取空闲的锁"),
            |size| calls("lock", 0, size.of(1_000_000, 400_000)),
        )
        .of(CALLS)
        .exact()
        .only_where(can_count),
        Probe::python(
            "entries.python.generator",
            words("calls, 1M generator sends", "系统调用，百万次生成器 send"),
        )
        .of(CALLS)
        .exact()
        .only_where(can_count),
        Probe::python(
            "entries.python.thread",
            words("calls, 1M thread switches, Python", "系统调用，百万次线程切换，Python"),
        )
        .of(CALLS)
        .exact()
        .pinned()
        .only_where(can_count),
        Probe::rust(
            "entries.cpu.involuntary",
            words("computing, involuntary", "计算，非自愿"),
            |size| two_threads(size, Work::Compute),
        )
        .of(INVOLUNTARY)
        .also("entries.cpu.voluntary", words("computing, voluntary", "计算，自愿"), VOLUNTARY)
        .pinned()
        .only_where(has_counts),
        Probe::rust(
            "entries.io.voluntary",
            words("100 waits, voluntary", "100 次等待，自愿"),
            |size| two_threads(size, Work::Wait),
        )
        .of(VOLUNTARY)
        .also(
            "entries.io.involuntary",
            words("100 waits, involuntary", "100 次等待，非自愿"),
            INVOLUNTARY,
        )
        .pinned()
        .only_where(has_counts),
        Probe::python(
            "entries.python.cpu.involuntary",
            words("computing, involuntary, Python", "计算，非自愿，Python"),
        )
        .of(INVOLUNTARY)
        .also(
            "entries.python.cpu.voluntary",
            words("computing, voluntary, Python", "计算，自愿，Python"),
            VOLUNTARY,
        )
        .pinned()
        .only_where(has_counts),
        Probe::python(
            "entries.python.io.voluntary",
            words("100 waits, voluntary, Python", "100 次等待，自愿，Python"),
        )
        .of(VOLUNTARY)
        .also(
            "entries.python.io.involuntary",
            words("100 waits, involuntary, Python", "100 次等待，非自愿，Python"),
            INVOLUNTARY,
        )
        .pinned()
        .only_where(has_counts),
    ]
}

/// A program that counts system calls from outside.
#[derive(Clone, Copy)]
enum Counter {
    Perf,
    Strace,
}

impl Counter {
    /// One that works here.
    fn find() -> Option<Counter> {
        [Counter::Perf, Counter::Strace].into_iter().find(|counter| {
            let nothing = Command::new("true");
            counter.count(&nothing).is_ok_and(|calls| calls > 0)
        })
    }

    /// Runs a program to its end and counts.
    fn count(self, program: &Command) -> Result<u64> {
        let file = tempfile::NamedTempFile::new()?;
        let mut command = match self {
            Counter::Perf => {
                let mut perf = Command::new("perf");
                perf.args(["stat", "-x,", "-e", "raw_syscalls:sys_enter", "-o"]);
                perf
            }
            Counter::Strace => {
                let mut strace = Command::new("strace");
                strace.args(["-f", "-c", "-U", "calls,name", "-o"]);
                strace
            }
        };
        command.arg(file.path()).arg(program.get_program()).args(program.get_args());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().context("it does not start")?;
        if !status.success() {
            bail!("{command:?} fails: {status}");
        }
        let text = fs::read_to_string(file.path())?;
        match self {
            Counter::Perf => said_by_perf(&text),
            Counter::Strace => said_by_strace(&text),
        }
        .with_context(|| format!("it counted nothing: {text}"))
    }
}

/// `1234,,raw_syscalls:sys_enter,…`
fn said_by_perf(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains("raw_syscalls:sys_enter"))?;
    line.split(',').next()?.parse().ok()
}

/// `  1234 total`
fn said_by_strace(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.trim_end().ends_with(" total"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn can_count() -> Result<(), String> {
    Counter::find()
        .map(drop)
        .ok_or_else(|| "needs perf (as root) or strace: sudo apt-get install strace".to_owned())
}

/// System calls for a million switches.
fn calls(kind: &str, few: u64, many: u64) -> Result<Reading> {
    let counter = Counter::find().context("neither perf nor strace counts here")?;
    let count = |units: u64| {
        counter.count(&side::command("switches", &[kind.to_owned(), units.to_string()])?)
    };
    let start = Instant::now();
    let (low, high) = (count(few)?, count(many)?);
    let each = high.saturating_sub(low) as f64 / (many - few) as f64;
    let reading =
        Reading { units: many - few, wall_s: start.elapsed().as_secs_f64(), ..Reading::default() };
    Ok(reading.with("calls", each * MILLION))
}

/// The process that is counted: so many switches, or locks taken and let go, and nothing else.
pub fn switches(arguments: &[String]) -> Result<()> {
    let [kind, units] = arguments else { bail!("it needs a kind and a number") };
    let units = units.parse::<u64>()?;
    let round_trips = units / 2;
    match kind.as_str() {
        "lock" => {
            let count = Mutex::new(0_u64);
            for _ in 0..units {
                *count.lock().map_err(|_| anyhow!("nobody panics with it"))? += 1;
            }
            ensure!(count.into_inner().ok() == Some(units), "a step is lost");
            Ok(())
        }
        "coroutine" => {
            coroutine::switch(1, round_trips);
            Ok(())
        }
        "thread" => kernel::hand_over(round_trips),
        _ => bail!("there are no switches called {kind:?}"),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Compute,
    Wait,
}

/// Two threads on one core, and how often each stopped running, of itself or not.
fn two_threads(size: Size, work: Work) -> Result<Reading> {
    let steps = size.of(50_000_000, 1_000_000);
    let wait = size.of(Duration::from_micros(500), Duration::from_micros(100));
    let run = move || -> Result<Switches> {
        let before = Switches::of_this_thread()?;
        match work {
            Work::Compute => compute::steps(steps),
            Work::Wait => (0..50).for_each(|_| thread::sleep(wait)),
        }
        Ok(Switches::of_this_thread()?.since(before))
    };
    let mut all = Switches { voluntary: 0, involuntary: 0 };
    let reading = super::try_whole(1, || {
        let threads = [thread::spawn(run), thread::spawn(run)];
        for thread in threads {
            let one = thread.join().map_err(|_| anyhow!("a thread panicked"))??;
            all.voluntary += one.voluntary;
            all.involuntary += one.involuntary;
        }
        Ok(())
    })?;
    Ok(reading.with("voluntary", all.voluntary as f64).with("involuntary", all.involuntary as f64))
}

/// How often a thread stopped running.
#[derive(Debug, Clone, Copy)]
struct Switches {
    /// It had to wait.
    voluntary: u64,
    /// It was made to.
    involuntary: u64,
}

impl Switches {
    fn of_this_thread() -> Result<Switches> {
        let text = fs::read_to_string("/proc/thread-self/status")?;
        let number = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.trim().parse().ok()).context("the kernel counts no switches")
        };
        Ok(Switches {
            voluntary: number("voluntary_ctxt_switches:")?,
            involuntary: number("nonvoluntary_ctxt_switches:")?,
        })
    }

    fn since(self, before: Switches) -> Switches {
        Switches {
            voluntary: self.voluntary - before.voluntary,
            involuntary: self.involuntary - before.involuntary,
        }
    }
}

fn has_counts() -> Result<(), String> {
    Switches::of_this_thread()
        .map(drop)
        .map_err(|_| "this system counts no switches of a thread".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_counters_say_is_understood() {
        let perf = "# started\n\n1234,,raw_syscalls:sys_enter,5,100.00,,\n";
        let strace =
            "    calls syscall\n------- ------\n      3 write\n------- ------\n     12 total\n";
        assert_eq!(said_by_perf(perf), Some(1234));
        assert_eq!(said_by_strace(strace), Some(12));
        assert_eq!(said_by_perf("<not counted>,,raw_syscalls:sys_enter"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_thread_that_waits_stops_of_itself() {
        // A timer may be so early that its thread goes on at once: not in each of three runs.
        let counted = || two_threads(Size::Quick, Work::Wait).unwrap().values["voluntary"];
        let most = (0..3).map(|_| counted().expect("they are counted")).fold(0.0, f64::max);
        assert!(most >= 100.0, "{most}");
    }
}
