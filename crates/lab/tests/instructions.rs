//! How many instructions the loop takes for its work, and a pause of a generator, a future and a
//! coroutine: the same in each run, so that a slow-down cannot land unseen.
//!
//! The limits are a little above what was counted when they were set. A ratio is to the same
//! work on another runtime, built with it.

#![forbid(unsafe_code)]

use lab::count::{
    INSTALL_VALGRIND, has_valgrind, instructions_each, instructions_of_part, instructions_of_script,
};
use lab::python::{self, Interpreter};
use lab::table::{Cell, Peer, Work};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, LazyLock};

/// One kind of work and its limits.
struct Limit {
    name: &'static str,
    work: Work,
    units: u64,
    /// Instructions for one.
    most: f64,
    /// The part of each peer's that it may take.
    parts: &'static [(Peer, f64)],
}

// The aim that is left is 600 for spawn and join: as the loop comes nearer, lower this.
//
// Valgrind runs a program many times slower, so turns seem long to the loop, and it looks around
// more often than it would by itself. A look without timers and sockets costs less than a turn, so
// this is one in a hundred at most.
const LIMITS: [Limit; 4] = [
    Limit {
        name: "yield",
        work: Work::Yield { tasks: 1 },
        units: 20_000,
        most: 141.0,
        parts: &[(Peer::Tokio, 0.49), (Peer::SmolLocal, 0.26), (Peer::LocalPool, 0.3)],
    },
    Limit {
        name: "yield of 100 tasks",
        work: Work::Yield { tasks: 100 },
        units: 20_000,
        most: 141.0,
        parts: &[(Peer::Tokio, 0.49), (Peer::SmolLocal, 0.26), (Peer::LocalPool, 0.42)],
    },
    Limit {
        name: "spawn and join",
        work: Work::Spawn,
        units: 10_000,
        most: 640.0,
        parts: &[(Peer::Tokio, 0.35), (Peer::SmolLocal, 0.39), (Peer::LocalPool, 0.41)],
    },
    Limit {
        name: "ping-pong over the own channel",
        work: Work::PingPong,
        units: 10_000,
        most: 580.0,
        parts: &[(Peer::Tokio, 0.45), (Peer::LocalPool, 0.43)],
    },
];

/// A pause in nested calls, and what it may take beside another one.
struct Depth {
    name: &'static str,
    /// The way to pause and its depth, as `lab part deep` takes them; `python` is a generator there.
    this: [&'static str; 2],
    other: [&'static str; 2],
    /// Times the other one’s instructions: no less, and no more.
    times: [f64; 2],
}

/// What chapters 4 and 5 say of a pause, of depth, and of the coroutines that they build.
const DEPTHS: [Depth; 12] = [
    Depth {
        name: "a stackful pause, ten calls deep",
        this: ["corosensei", "10"],
        other: ["corosensei", "1"],
        times: [0.9, 1.1],
    },
    Depth {
        name: "a stackful pause, a hundred calls deep",
        this: ["corosensei", "100"],
        other: ["corosensei", "1"],
        times: [0.9, 1.1],
    },
    Depth {
        name: "a boxed future's pause, ten calls deep",
        this: ["future", "10"],
        other: ["future", "1"],
        times: [2.0, 10.0],
    },
    Depth {
        name: "a boxed future's pause, a hundred calls deep",
        this: ["future", "100"],
        other: ["future", "1"],
        times: [20.0, 100.0],
    },
    Depth {
        name: "a Python generator's pause, ten calls deep",
        this: ["python", "10"],
        other: ["python", "1"],
        times: [2.0, 10.0],
    },
    Depth {
        name: "a Python generator's pause, a hundred calls deep",
        this: ["python", "100"],
        other: ["python", "1"],
        times: [20.0, 100.0],
    },
    Depth {
        name: "a pause of chapter 4's generator",
        this: ["generator", "1"],
        other: ["future", "1"],
        times: [1.0, 6.0],
    },
    Depth {
        name: "a pause of chapter 4's generator beside one of Python's",
        this: ["generator", "1"],
        other: ["python", "1"],
        times: [0.0, 0.5],
    },
    Depth {
        name: "a pause of chapter 4's generator, ten boxes deep",
        this: ["generator", "10"],
        other: ["generator", "1"],
        times: [1.5, 10.0],
    },
    Depth {
        name: "a pause of chapter 4's generator, a hundred boxes deep",
        this: ["generator", "100"],
        other: ["generator", "1"],
        times: [10.0, 100.0],
    },
    Depth {
        name: "a pause of chapter 5's coroutine",
        this: ["chapter", "1"],
        other: ["corosensei", "1"],
        times: [1.0, 3.0],
    },
    Depth {
        name: "a switch by hand, by ret and by a jump",
        this: ["ret", "1"],
        other: ["jump", "1"],
        times: [0.9, 1.1],
    },
];

/// The lab with all optimisation, whatever these tests are built with.
static PROGRAM: LazyLock<Result<PathBuf, String>> = LazyLock::new(build);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_missing = !has_valgrind();
    let ignored = is_missing && !listing::is_ci();
    if ignored {
        eprintln!("no valgrind, so no instructions are counted. {INSTALL_VALGRIND}");
    }
    let limits = LIMITS.map(|limit| {
        let limit = Arc::new(limit);
        Trial::test(limit.name, move || hold(&limit)).with_ignored_flag(ignored)
    });
    // The assembler is for these two, and valgrind is hardly anywhere else.
    let has_assembler = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));
    let depths = DEPTHS.map(|depth| {
        Trial::test(depth.name, move || compare(&depth))
            .with_ignored_flag(ignored || !has_assembler)
    });
    libtest_mimic::run(&arguments, limits.into_iter().chain(depths).collect()).exit_code()
}

fn compare(depth: &Depth) -> Result<(), Failed> {
    if !has_valgrind() {
        return Err(format!("valgrind is missing. {INSTALL_VALGRIND}").into());
    }
    let program = PROGRAM.as_ref().map_err(String::as_str)?;
    let count = |[way, calls]: [&str; 2]| {
        let count = if way == "python" {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/deep.py");
            let python = python::find(Interpreter::Usual)?;
            instructions_of_script(&python.program, &[script, calls], 2_000)
        } else {
            instructions_of_part(program, &["deep", way, calls], 10_000)
        };
        let count = count.map_err(|error| format!("{way}, {calls}: {error:#}"))?;
        println!("{way}, {calls} deep: {count:.1}");
        Ok::<f64, Failed>(count)
    };
    let (this, other) = (count(depth.this)?, count(depth.other)?);
    let ([least, most], times) = (depth.times, this / other);
    if (least..=most).contains(&times) {
        return Ok(());
    }
    Err(format!("{this:.1} instructions are {times:.2} times {other:.1}, not {least} to {most}")
        .into())
}

fn hold(limit: &Limit) -> Result<(), Failed> {
    if !has_valgrind() {
        return Err(format!("valgrind is missing. {INSTALL_VALGRIND}").into());
    }
    let program = PROGRAM.as_ref().map_err(String::as_str)?;
    let ours = least(program, limit)?;
    let mut broken = Vec::new();
    if ours > limit.most {
        broken.push(format!("{ours:.1} instructions; the limit is {}", limit.most));
    }
    for &(peer, part) in limit.parts {
        let theirs = count(program, limit, peer)?;
        println!("{}: {} {theirs:.1}", limit.name, peer.name());
        if ours > part * theirs {
            broken.push(format!(
                "{ours:.1} instructions are {:.2} of the {theirs:.1} of {}; the limit is {part}",
                ours / theirs,
                peer.name(),
            ));
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n").into()) }
}

/// What turns takes for it: the least of up to three counts. The busier the machine, the longer turns
/// seem, and the more often the loop looks around. That only adds; a slow-down adds to each count.
fn least(program: &Path, limit: &Limit) -> Result<f64, Failed> {
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        let ours = count(program, limit, Peer::Turns)?;
        println!("{}: turns {ours:.1}", limit.name);
        least = least.min(ours);
        if least <= limit.most {
            break;
        }
    }
    Ok(least)
}

fn count(program: &Path, limit: &Limit, peer: Peer) -> Result<f64, Failed> {
    let cell = Cell { peer, work: limit.work, units: limit.units };
    instructions_each(program, cell).map_err(|error| format!("{}: {error:#}", peer.name()).into())
}

/// Has cargo build the lab as `cargo lab` does, without the runtimes and the probes that are not asked
/// here.
fn build() -> Result<PathBuf, String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--profile", "lab", "--package", "lab", "--bin", "lab"]);
    cargo.arg("--no-default-features");
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let output = cargo.output().map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("{cargo:?} fails:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let executable = text.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executable.ok_or_else(|| "cargo names no executable".to_owned())
}
