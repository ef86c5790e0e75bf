//! Each Rust probe, with its small size, as a process of its own: what it prints is sane.

#![forbid(unsafe_code)]

use lab::plan::{Probe, Run};
use lab::probe::probes;
use lab::python::{Interpreter, find};
use lab::reading::Reading;
use std::process::{Command, Stdio};

/// Those that this machine can answer.
fn rust_probes() -> impl Iterator<Item = Probe> {
    let can_run = |probe: &Probe| matches!(probe.run, Run::Rust(_)) && (probe.can_run)().is_ok();
    probes().into_iter().filter(can_run)
}

fn reading(name: &str) -> Reading {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_lab"));
    let output = lab.args(["probe", name, "--quick"]).stdin(Stdio::null()).output();
    let output = output.expect("the lab starts");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a reading")
}

#[test]
fn every_reading_has_units_time_and_all_figures() {
    let mut asked = 0;
    for probe in rust_probes() {
        let reading = reading(probe.name);
        if reading.missing.is_some() {
            continue;
        }
        assert!(reading.units > 0, "{}: {reading:?}", probe.name);
        assert!(reading.wall_s > 0.0 && reading.cpu_s >= 0.0, "{}: {reading:?}", probe.name);
        for figure in &probe.figures {
            let value = figure.quantity.of(&reading);
            // Memory is told by Linux only.
            let may_lack = !cfg!(target_os = "linux");
            let is_sane = value.map_or(may_lack, |value| value.is_finite() && value >= 0.0);
            assert!(is_sane, "{}: {value:?} from {reading:?}", figure.name);
        }
        asked += 1;
    }
    assert!(asked > 20, "only {asked} probes ran");
}

#[test]
fn a_coroutine_enters_the_kernel_never_and_a_thread_each_time() {
    let counted = |name: &str| {
        let can_run = rust_probes().any(|probe| probe.name == name);
        can_run.then(|| reading(name).values["calls"].expect("calls are counted"))
    };
    let (Some(coroutine), Some(thread)) = (counted("entries.coroutine"), counted("entries.thread"))
    else {
        eprintln!("not measurable here: neither perf nor strace counts");
        return;
    };
    // A call or two may be the process’s own; a million are the threads’.
    assert!(coroutine < 1_000.0, "{coroutine}");
    assert!(thread > 500_000.0, "{thread}");
}

/// The CPU time that an echo says at its end, to which nobody has said a word.
#[cfg(target_os = "linux")]
fn cpu_of_a_silent_echo(words: &[&str]) -> f64 {
    let mut part = Command::new(env!("CARGO_BIN_EXE_lab"));
    part.args(["part", "pipe-echo"]).args(words).stdin(Stdio::null());
    let output = part.output().expect("the lab starts");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("seconds")
}

#[cfg(target_os = "linux")]
#[test]
fn a_switch_of_processes_does_not_contain_the_start_of_one() {
    let (whole, served) = (cpu_of_a_silent_echo(&[]), cpu_of_a_silent_echo(&["served"]));
    assert!(served < whole / 5.0, "{served} of {whole}");
}

/// What a program of Python says that has the probes beside it, and how it ends.
fn python(arguments: &[&str], path: Option<&std::path::Path>) -> Option<std::process::Output> {
    let mut python = Command::new(&find(Interpreter::Usual).ok()?.program);
    python.arg("-B").args(arguments).stdin(Stdio::null());
    python.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/python"));
    if let Some(path) = path {
        python.env("PATH", path);
    }
    Some(python.output().expect("Python starts"))
}

#[test]
fn a_thread_of_python_that_fails_is_no_fast_one() {
    let work = "probe.whole(1, lambda: probe.on_threads(2, lambda: 1 / 0))";
    let script = format!("import probe\nprobe.main({{'it': lambda quick: {work}}})");
    let Some(output) = python(&["-c", &script, "it"], None) else { return };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("ZeroDivisionError"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn a_perf_that_counts_nothing_is_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let perf = "#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\n\
                echo 0,,raw_syscalls:sys_enter > \"$2\"\n";
    // Written by another process: one that is open for writing somewhere cannot be started.
    let mut sh = Command::new("sh");
    sh.args(["-c", r#"printf %s "$1" > "$2" && chmod +x "$2""#, "sh", perf]);
    assert!(sh.arg(folder.path().join("perf")).status().expect("sh").success());
    let arguments = ["entries.py", "entries.python.thread", "--quick"];
    let Some(output) = python(&arguments, Some(folder.path())) else { return };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("\"missing\""), "{output:?}");
}
