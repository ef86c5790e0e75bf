//! What skeptic takes for `rustc`: compiles a fragment as the book wants it, and runs it.

use crate::order::{Order, Task};
use crate::restart::real_compiler;
use anyhow::{Context, Result};
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

/// The crates that a fragment may use, beside `std`.
pub const CRATES: [&str; 5] = ["async_std", "futures", "smol", "tokio", "turns"];

/// Far more than a compiler takes on a busy machine.
const TIME_TO_COMPILE: Duration = Duration::from_secs(300);

/// The longest part of what a tool or a program said that a message keeps of each end.
const KEPT: usize = 4000;

/// The `main` of the stand-in. Whatever is no fragment goes to the real compiler as it came:
/// skeptic runs cargo, and cargo asks its compiler for the version.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let file = arguments.first().map(Path::new);
    let text = file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    match (Order::of(&text), file.and_then(Path::parent)) {
        (Some(order), Some(folder)) => {
            let refused = match carry_out(&order, &text, folder, &libraries(&arguments)) {
                Ok(refused) => refused,
                Err(error) => Some(format!("{error:#}")),
            };
            let Some(refused) = refused else { return ExitCode::SUCCESS };
            if let Err(error) = fs::write(&order.report, &refused) {
                eprintln!("{refused}\n{} cannot be written: {error}", order.report.display());
            }
            ExitCode::FAILURE
        }
        _ => match Command::new(real_compiler()).args(&arguments).status() {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("the compiler cannot be started: {error}");
                ExitCode::FAILURE
            }
        },
    }
}

/// Does what the order says in this folder; returns what is wrong with the fragment.
fn carry_out(
    order: &Order,
    text: &str,
    folder: &Path,
    libraries: &[OsString],
) -> Result<Option<String>> {
    if order.task == Task::Libraries {
        let lines: Vec<_> = libraries.iter().map(|word| word.to_string_lossy()).collect();
        return Ok(Some(lines.join("\n")));
    }
    // Named as the page, so that the compiler and a panic name the page.
    let source = folder.join(&order.page);
    fs::create_dir_all(source.parent().unwrap_or(folder))?;
    fs::write(&source, text).with_context(|| format!("{} cannot be written", source.display()))?;

    if order.task == Task::Refuse {
        return refuse(order, folder, libraries);
    }
    let mut rustc = Command::new(real_compiler());
    rustc.arg(&order.page).args(["--crate-name=fragment", "--crate-type=bin", "--edition=2024"]);
    // Warnings are the compiler's advice to the author of a whole program.
    rustc.arg("-Awarnings").args(libraries);
    if order.task == Task::Compile {
        rustc.arg("--emit=metadata");
    }
    let compiled = finish(rustc, folder, TIME_TO_COMPILE)?;
    if !compiled.is_good() {
        return Ok(Some(format!("does not compile\n{}", compiled.said)));
    }
    if order.task == Task::Compile {
        return Ok(None);
    }
    let mut program = Command::new(folder.join(format!("fragment{EXE_SUFFIX}")));
    // The message of a panic names the line; a trace of so small a program adds nothing.
    program.env("RUST_BACKTRACE", "0");
    let ran = finish(program, folder, order.limit)?;
    Ok(match (ran.status, order.task) {
        (None, _) => {
            let seconds = order.limit.as_secs_f64();
            Some(format!("had not ended after {seconds} s, and was stopped\n{}", ran.said))
        }
        (Some(status), Task::RunToPanic) => match status.code() {
            Some(PANICKED) => None,
            _ => Some(format!("did not panic, but is marked `should_panic`\n{}", ran.said)),
        },
        (Some(status), _) if status.success() => None,
        (Some(status), _) => Some(format!("failed as it ran ({status})\n{}", ran.said)),
    })
}

/// What a program exits with after its main thread has panicked.
const PANICKED: i32 = 101;

/// Lets rustdoc see that the fragment does not compile, and for the reason that the page names.
fn refuse(order: &Order, folder: &Path, libraries: &[OsString]) -> Result<Option<String>> {
    let mut rustdoc = Command::new(env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()));
    rustdoc.args(["--test", &order.page, "--edition=2024"]).args(libraries);
    // Only a nightly rustdoc looks at the error's code. This makes a stable one do it.
    rustdoc.env("RUSTC_BOOTSTRAP", "1");
    let checked = finish(rustdoc, folder, TIME_TO_COMPILE)?;
    // A block that rustdoc did not take for a test would be no failure either.
    if checked.is_good() && checked.said.contains("test result: ok. 1 passed") {
        return Ok(None);
    }
    let said = checked.said.split_once(" stdout ----\n").map_or(&*checked.said, |(_, said)| said);
    let said = said.split("\n\nfailures:\n").next().unwrap_or(said);
    Ok(Some(format!("is not refused as the page says\n{said}")))
}

/// How a command ended, and what it said on stdout and stderr.
struct Finished {
    /// `None` if the limit was over first.
    status: Option<ExitStatus>,
    said: String,
}

impl Finished {
    fn is_good(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }
}

fn finish(mut command: Command, folder: &Path, limit: Duration) -> Result<Finished> {
    // A file takes whatever comes; a pipe would need a thread that empties it.
    let said = folder.join("said");
    let output = fs::File::create(&said).context("no file for the output")?;
    let name = command.get_program().display().to_string();
    command.current_dir(folder).stdin(Stdio::null());
    command.stdout(output.try_clone()?).stderr(output);
    let mut child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
    let status = child.wait_timeout(limit)?;
    if status.is_none() {
        // An error means that it has just ended by itself.
        let _ = child.kill();
        child.wait()?;
    }
    Ok(Finished { status, said: both_ends(fs::read(&said)?.trim_ascii_end()) })
}

/// The text without its middle, if it is very long.
fn both_ends(text: &[u8]) -> String {
    if text.len() <= 2 * KEPT {
        return String::from_utf8_lossy(text).into_owned();
    }
    let (first, last) = (&text[..KEPT], &text[text.len() - KEPT..]);
    format!("{}\n[…]\n{}", String::from_utf8_lossy(first), String::from_utf8_lossy(last))
}

/// Of skeptic's arguments those that say where libraries lie, and of these only what a fragment may
/// use: skeptic names each crate of the dependency tree.
fn libraries(arguments: &[OsString]) -> Vec<OsString> {
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    pairs
        .filter(|(flag, value)| *flag == "-L" || *flag == "--extern" && is_for_fragments(value))
        .flat_map(|(flag, value)| [flag.clone(), value.clone()])
        .collect()
}

/// Whether `tokio=/…/libtokio-0123.rlib` may be used. A `.rmeta` beside it holds nothing to link.
fn is_for_fragments(value: &OsStr) -> bool {
    let value = value.to_string_lossy();
    let name = value.split('=').next().unwrap_or_default();
    CRATES.contains(&name) && !value.ends_with(".rmeta")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_crates_of_the_book_are_passed_on() {
        let of_skeptic = "/w/test.rs --verbose --crate-type=bin --edition=2021 -L /t -L /t/deps \
            --target x --extern tokio=/t/libtokio-1.rlib --extern tokio=/t/libtokio-1.rmeta \
            --extern regex=/t/libregex-1.rlib -o /w/out.exe";
        let arguments: Vec<OsString> = of_skeptic.split_whitespace().map(OsString::from).collect();

        let kept = libraries(&arguments);

        let expected = "-L /t -L /t/deps --extern tokio=/t/libtokio-1.rlib";
        assert_eq!(kept, expected.split(' ').map(OsString::from).collect::<Vec<_>>());
    }

    #[test]
    fn a_long_output_keeps_its_ends() {
        let text = format!("first{}last", "x".repeat(100_000));

        let kept = both_ends(text.as_bytes());

        assert!(kept.starts_with("first") && kept.ends_with("last"));
        assert!(kept.len() < 10_000);
    }
}
