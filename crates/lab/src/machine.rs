//! The machine, described as far as the system tells, and what a process takes of it.

pub use figures::Machine;

use crate::python;
use figures::Unit;
use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

/// Figures of a build for debugging are no results: the description says so.
const BUILD: &str = if cfg!(debug_assertions) { ", without optimisation" } else { "" };

/// What the system tells.
pub fn describe() -> Machine {
    let unknown = || "unknown".to_owned();
    Machine {
        cpu: processor().unwrap_or_else(unknown),
        cores: available_parallelism().map_or(1, Into::into),
        system: said_by("uname", &["-srm"]).unwrap_or_else(|| std::env::consts::OS.to_owned()),
        memory_bytes: kilobytes("/proc/meminfo", "MemTotal")
            .or_else(|| said_by("sysctl", &["-n", "hw.memsize"])?.parse().ok()),
        rustc: said_by("rustc", &["--version"]).unwrap_or_else(unknown) + BUILD,
        versions: [versions(include_str!("../../../Cargo.lock")), python::versions()].concat(),
        load_before: load(),
        load_after: None,
        date: said_by("date", &["-u", "+%Y-%m-%d %H:%M UTC"]).unwrap_or_else(unknown),
    }
}

/// The machine in words, for the foot of a report.
pub fn describe_in_lines(machine: &Machine) -> Vec<String> {
    let load = |load: Option<f64>| load.map_or("unknown".to_owned(), |load| load.to_string());
    let memory = machine.memory_bytes.map(|bytes| figures::value(bytes as f64, Unit::Bytes));
    let memory = memory.map_or(String::new(), |memory| format!(", {memory} of memory"));
    let (before, after) = (load(machine.load_before), load(machine.load_after));
    vec![
        format!("{}, {} cores, {}{memory}", machine.cpu, machine.cores, machine.system),
        format!("{}; {}", machine.rustc, machine.versions.join(", ")),
        format!("{}, load {before} before, {after} at the end", machine.date),
    ]
}

/// What to say before a run on a machine that has other things to do.
fn warning(load: f64, cores: usize) -> Option<String> {
    let is_busy = load > 0.5 * cores as f64;
    is_busy.then(|| {
        format!("this machine is busy (load {load}): spreads will be wide, or figures high")
    })
}

/// How busy the machine was in the last minute.
pub fn load() -> Option<f64> {
    // Linux says `0.1 0.2 …`, macOS `{ 0.1 0.2 … }`.
    let text = fs::read_to_string("/proc/loadavg").ok();
    let text = text.or_else(|| said_by("sysctl", &["-n", "vm.loadavg"]))?;
    text.trim_start_matches(['{', ' ']).split(' ').next()?.parse().ok()
}

/// The most memory that this process ever had.
pub fn peak_bytes() -> Option<u64> {
    kilobytes("/proc/self/status", "VmHWM")
}

/// The memory that this process has.
pub fn resident_bytes() -> Option<u64> {
    kilobytes("/proc/self/status", "VmRSS")
}

/// Lets this process open as many files as the system allows it.
pub fn raise_file_limit() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Nofile).maximum;
        // Where it is refused, a row with many connections says what it lacks.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}

/// Says so if other things run.
pub fn warn_if_busy(machine: &Machine) {
    if let Some(warning) = machine.load_before.and_then(|load| warning(load, machine.cores)) {
        eprintln!("{warning}");
    }
}

/// The processor's name: where Linux has it on x86, elsewhere on Linux, on macOS, on Windows.
fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok();
    text.and_then(|text| field(&text, "model name"))
        .or_else(|| field(&said_by("lscpu", &[])?, "Model name"))
        .or_else(|| said_by("sysctl", &["-n", "machdep.cpu.brand_string"]))
        .or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok())
}

fn kilobytes(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let value = field(&text, name)?;
    Some(value.trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}

/// The value in a line `name: value`.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn versions(lock: &str) -> Vec<String> {
    const RUNTIMES: [&str; 8] =
        ["async-executor", "async-std", "compio", "futures", "glommio", "monoio", "smol", "tokio"];
    let mut found = Vec::new();
    let mut lines = lock.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(name) = quoted(line, "name") else { continue };
        if let (true, Some(version)) =
            (RUNTIMES.contains(&name), lines.peek().and_then(|line| quoted(line, "version")))
        {
            found.push(format!("{name} {version}"));
        }
    }
    found
}

/// The text in a line `key = "text"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_lock() {
        let lock = "[[package]]\nname = \"other\"\nversion = \"1\"\n\n\
                    [[package]]\nname = \"tokio\"\nversion = \"1.2.3\"\n";
        assert_eq!(versions(lock), ["tokio 1.2.3"]);
    }

    #[test]
    fn a_machine_at_rest_needs_no_warning() {
        assert_eq!(warning(0.4, 2), None);
        assert!(warning(1.4, 2).is_some());
    }

    #[test]
    fn a_field_ends_with_its_line() {
        assert_eq!(field("a : 1 kB\nb: 2", "a").as_deref(), Some("1 kB"));
        assert_eq!(field("a : 1 kB\nb: 2", "c"), None);
    }
}
