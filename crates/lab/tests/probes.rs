//! Each Rust probe, with its small size, as a process of its own: what it prints is sane.

#![forbid(unsafe_code)]

use lab::plan::{Probe, Run};
use lab::probe::probes;
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
