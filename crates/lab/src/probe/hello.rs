//! What a server of a few lines weighs on each runtime: crates, bytes, threads, the time to build it.
//!
//! The servers are the packages in `hello`, which do the same in the same number of lines. Each is
//! built by cargo from nothing, as it would be delivered: optimised, and stripped of its symbols.
//! Downloads do not count: what cargo does not have yet is fetched first.

use crate::plan::{Probe, Quantity, Size};
use crate::probe::usage;
use crate::reading::Reading;
use anyhow::{Context, Result, bail, ensure};
use figures::{Unit, words};
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const CRATES: Quantity = Quantity::Value("crates", Unit::Count);
const BYTES: Quantity = Quantity::Value("bytes", Unit::Bytes);
const THREADS: Quantity = Quantity::Value("threads", Unit::Count);

/// A clean build of the largest takes less than a minute on two cores.
const LIMIT: Duration = Duration::from_secs(600);

/// A probe for each server: its figures come of one build.
macro_rules! weighed {
    ($($system:literal, $package:literal, $en:literal, $zh:literal;)*) => {
        vec![$(
            Probe::rust(
                concat!("runtime.crates.", $system),
                words(concat!("crates, ", $en), concat!("crate 数，", $zh)),
                |size| weigh($package, size),
            )
            .of(CRATES)
            .also(
                concat!("runtime.bytes.", $system),
                words(concat!("program, ", $en), concat!("程序大小，", $zh)),
                BYTES,
            )
            .also(
                concat!("runtime.threads.", $system),
                words(concat!("threads, ", $en), concat!("线程数，", $zh)),
                THREADS,
            )
            .also(
                concat!("runtime.build.", $system),
                words(concat!("CPU to build, ", $en), concat!("编译的 CPU 时间，", $zh)),
                Quantity::Cpu,
            )
            .exact()
            .within(LIMIT)
            .only_where(can_build),
        )*]
    };
}

/// The standard library alone, and each runtime; tokio twice.
pub fn probes() -> Vec<Probe> {
    weighed! {
        "none", "hello-threads", "threads of std", "标准库的线程";
        "turns", "hello-turns", "turns", "turns";
        "smol", "hello-smol", "smol", "smol";
        "async_std", "hello-async-std", "async-std", "async-std";
        "tokio", "hello-tokio", "tokio, one thread", "tokio，单线程";
        "tokio_full", "hello-tokio-full", "tokio, all features", "tokio，全部特性";
    }
}

fn can_build() -> Result<(), String> {
    let mut cargo = Command::new(cargo());
    cargo.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    let has_cargo = cargo.status().is_ok_and(|status| status.success());
    if !has_cargo {
        return Err("needs cargo".to_owned());
    }
    if !cfg!(target_os = "linux") {
        return Err("only Linux tells how many threads another process has".to_owned());
    }
    Ok(())
}

fn weigh(package: &str, size: Size) -> Result<Reading> {
    if size == Size::Quick {
        return Ok(Reading::missing("a quick run builds nothing"));
    }
    let root = listing::root()?;
    let crates = crates_of(package, root)?;
    run(Command::new(cargo()).args(["fetch", "--quiet", "--locked"]).current_dir(root))?;
    let target = tempfile::tempdir()?;
    let (wall, cpu) = (Instant::now(), usage::of_children()?);
    let mut build = Command::new(cargo());
    build.args(["build", "--quiet", "--locked", "--profile", "hello", "--package", package]);
    build.arg("--target-dir").arg(target.path());
    // What was set for the lab's own build is not for this one.
    build.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").current_dir(root);
    // A wrapper may have it built before, or by a server, whose time is nobody's child's. Empty, it
    // overrules cargo's own configuration, too.
    build.env("RUSTC_WRAPPER", "");
    run(&mut build)?;
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), usage::of_children()? - cpu);
    let program = target.path().join("hello").join(package);
    let bytes = fs::metadata(&program).with_context(|| format!("{program:?}"))?.len();
    let threads = threads_of(&program)?;
    let reading = Reading { units: 1, wall_s, cpu_s, ..Reading::default() };
    Ok(reading
        .with("crates", crates as f64)
        .with("bytes", bytes as f64)
        .with("threads", threads as f64))
}

/// How many crates are compiled for it on this system, itself not counted.
fn crates_of(package: &str, root: &Path) -> Result<usize> {
    let mut tree = Command::new(cargo());
    tree.args(["tree", "--quiet", "--locked", "--package", package]);
    tree.args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
    let output = tree.current_dir(root).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{tree:?}: {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    // `name v1.2.3`, and then a path, or a star where it was named before.
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let all: BTreeSet<_> = text.lines().map(name).filter(|name| !name.is_empty()).collect();
    Ok(all.len() - 1)
}

/// The threads of the server when it has answered once, and waits for the next.
fn threads_of(program: &Path) -> Result<usize> {
    let mut server = Server(Command::new(program).stdout(Stdio::piped()).spawn()?);
    let mut port = String::new();
    let stdout = server.0.stdout.take().context("it has no output")?;
    BufReader::new(stdout).read_line(&mut port)?;
    let mut said = String::new();
    let port = port.trim().parse().with_context(|| format!("{port:?} is no port"))?;
    TcpStream::connect(("127.0.0.1", port))?.read_to_string(&mut said)?;
    ensure!(said == "hello\n", "it said {said:?}");
    let threads = format!("/proc/{}/task", server.0.id());
    let count = || -> Result<usize> {
        Ok(fs::read_dir(&threads).with_context(|| threads.clone())?.count())
    };
    // The thread that has answered may still be on its way out: the fewest of some looks.
    let mut fewest = count()?;
    for _ in 0..20 {
        thread::sleep(Duration::from_millis(10));
        fewest = fewest.min(count()?);
    }
    Ok(fewest)
}

/// A child that does not outlive its probe.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, or it was asked enough.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.stdout(Stdio::null()).status();
    let status = status.with_context(|| format!("{command:?} does not start"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}

/// The cargo that runs this, or the one that is found.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_std_needs_no_crate_and_each_runtime_some() {
        if can_build().is_err() {
            return;
        }
        let root = listing::root().unwrap();
        assert_eq!(crates_of("hello-threads", root).unwrap(), 0);
        for package in ["hello-turns", "hello-smol", "hello-async-std", "hello-tokio"] {
            assert!(crates_of(package, root).unwrap() > 1, "{package}");
        }
    }
}
