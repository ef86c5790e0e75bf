//! The chapters' programs, which have their code: built by cargo when they are needed.
//!
//! All that belongs to the workspace takes part when cargo chooses features, and one program is
//! built: so a crate that two chapters use is compiled once for both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env::consts::EXE_SUFFIX;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use crate::along::Along;
use crate::tables::is_chapter;
use crate::{Chapter, root};

/// Where this is set, the programs lie in that folder and are not built: a test has built them.
pub const PROGRAMS: &str = "TAKING_TURNS_PROGRAMS";

/// What is known of the chapters' programs, by the chapters' names.
static KNOWN: Mutex<BTreeMap<&'static str, Program>> = Mutex::new(BTreeMap::new());

/// One chapter's program, or why there is none.
#[derive(Debug, Clone)]
pub enum Program {
    /// It is here.
    Built(PathBuf),
    /// It is here, but without the exercises: one of them does not compile.
    WithoutExercises(PathBuf, Broken),
    /// Its code does not compile.
    Broken(Broken),
}

/// What the compiler says of code that does not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The files with errors, relative to the root, with `/`.
    pub files: Vec<String>,
    /// The errors, as the compiler prints them.
    pub said: String,
}

/// The program of a chapter, built at the first time. Without exercises it will do; that they are
/// left out is said on stderr, once.
///
/// # Errors
///
/// If it does not compile: what the compiler says has then been printed on stderr.
pub(crate) fn program(chapter: &'static Chapter) -> Result<PathBuf> {
    let is_new = !known().contains_key(chapter.name);
    match known_or_built(chapter)? {
        Program::Built(path) => Ok(path),
        Program::WithoutExercises(path, broken) => {
            if is_new {
                eprintln!("left out, since it does not compile: {}", broken.files.join(", "));
            }
            Ok(path)
        }
        Program::Broken(broken) => {
            eprint!("{}", broken.said);
            match broken.files.as_slice() {
                [] => bail!("{} cannot be built", chapter.name),
                files => bail!("{} does not compile: see {}", chapter.name, files.join(", ")),
            }
        }
    }
}

/// The program of a chapter with its exercises, built at the first time, or what keeps it from
/// being there.
///
/// # Errors
///
/// As for [`build`].
pub fn program_with_exercises(chapter: &'static Chapter) -> Result<Result<PathBuf, Broken>> {
    Ok(match known_or_built(chapter)? {
        Program::Built(path) => Ok(path),
        Program::WithoutExercises(_, broken) | Program::Broken(broken) => Err(broken),
    })
}

fn known_or_built(chapter: &'static Chapter) -> Result<Program> {
    // Not held while cargo builds.
    let found = known().get(chapter.name).cloned();
    match found {
        Some(program) => Ok(program),
        None => build(&[chapter])?.remove(chapter.name).context("cargo has built nothing"),
    }
}

/// Lets cargo build the programs of these chapters, as far as their code compiles, and remembers
/// them. What cargo compiles meanwhile is said on stderr.
///
/// # Errors
///
/// If cargo cannot be started, or fails for another reason than code that does not compile.
pub fn build(chapters: &[&'static Chapter]) -> Result<BTreeMap<&'static str, Program>> {
    let mut programs = BTreeMap::new();
    if let Some(folder) = std::env::var_os(PROGRAMS).filter(|folder| !folder.is_empty()) {
        for chapter in chapters {
            let path = Path::new(&folder).join(format!("{}{EXE_SUFFIX}", chapter.name));
            programs.insert(chapter.name, Program::Built(path));
        }
    } else {
        let names: Vec<&'static str> = chapters.iter().map(|chapter| chapter.name).collect();
        let whole = cargo(&names, &[])?;
        let missing: Vec<&'static str> =
            names.iter().copied().filter(|name| !whole.programs.contains_key(*name)).collect();
        // What a reader has begun to write must stop no listing.
        let apart = if missing.is_empty() {
            None
        } else {
            Some(cargo(&missing, &["--no-default-features"])?)
        };
        for name in names {
            let broken = || whole.broken(name);
            let program = match (whole.programs.get(name), &apart) {
                (Some(path), _) => Program::Built(path.clone()),
                (None, Some(apart)) => match apart.programs.get(name) {
                    Some(path) => Program::WithoutExercises(path.clone(), broken()),
                    None => Program::Broken(apart.broken(name)),
                },
                (None, None) => Program::Broken(broken()),
            };
            programs.insert(name, program);
        }
    }
    known().extend(programs.iter().map(|(name, program)| (*name, program.clone())));
    Ok(programs)
}

fn known() -> MutexGuard<'static, BTreeMap<&'static str, Program>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What one call of cargo has built, and what did not compile.
#[derive(Default)]
struct Answer {
    programs: HashMap<String, PathBuf>,
    faults: Vec<Fault>,
}

/// An error of the compiler.
struct Fault {
    /// The crate that does not compile.
    package: String,
    files: BTreeSet<String>,
    said: String,
}

impl Answer {
    /// Why this chapter's program is not there: its own faults, and those of no chapter.
    fn broken(&self, name: &str) -> Broken {
        let of_it = |fault: &&Fault| fault.package == name || !is_chapter(&fault.package);
        let faults: Vec<&Fault> = self.faults.iter().filter(of_it).collect();
        let files: BTreeSet<&String> = faults.iter().flat_map(|fault| &fault.files).collect();
        Broken {
            files: files.into_iter().cloned().collect(),
            said: faults.iter().map(|fault| fault.said.as_str()).collect(),
        }
    }

    /// Takes in a line of cargo's messages.
    fn take(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Value>(line) else { return };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let name = text(&message["target"]["name"]).replace('_', "-");
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                if let Some(path) = message["executable"].as_str() {
                    self.programs.insert(name, path.into());
                }
            }
            Some("compiler-message") => {
                let message = &message["message"];
                let said = text(&message["rendered"]);
                if message["level"] != "error" {
                    // A warning about what a reader is writing may be just what helps.
                    eprint!("{said}");
                    return;
                }
                let spans = message["spans"].as_array().into_iter().flatten();
                let files = spans.map(|span| text(&span["file_name"]).replace('\\', "/"));
                self.faults.push(Fault { package: name, files: files.collect(), said });
            }
            _ => (),
        }
    }
}

/// Lets cargo build these programs as far as it can.
fn cargo(names: &[&str], more: &[&str]) -> Result<Answer> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    command.current_dir(root()?).args(["build", "--workspace", "--keep-going"]).args(more);
    for name in names {
        command.args(["--bin", name]);
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    command.args(if colour {
        ["--message-format=json-diagnostic-rendered-ansi", "--color=always"]
    } else {
        ["--message-format=json", "--color=never"]
    });
    // What `cargo run` has said of its own package is not for this call.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|own| text.starts_with(own)) {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (mut child, _along) = Along::start(&mut command).context("cannot start cargo")?;
    let stderr = child.stderr.take().context("cargo has no stderr")?;
    let stdout = child.stdout.take().context("cargo has no stdout")?;
    let progress = thread::spawn(move || shown(stderr));
    let mut answer = Answer::default();
    for line in BufReader::new(stdout).lines() {
        answer.take(&line.context("cannot read cargo's messages")?);
    }
    let status = child.wait().context("cannot wait for cargo")?;
    let said = progress.join().map_err(|_| anyhow!("cannot read what cargo says"))?;
    if !status.success() && answer.faults.is_empty() {
        eprint!("{said}");
        bail!("cargo cannot build {}", names.join(", "));
    }
    Ok(answer)
}

/// Shows on stderr what cargo is doing, and returns what else it says: of use only if it fails.
fn shown(stderr: impl Read) -> String {
    let mut rest = String::new();
    for line in BufReader::new(stderr).lines() {
        // What is no UTF-8 is no line of cargo's.
        let Ok(line) = line else { continue };
        if DOING.iter().any(|word| line.contains(word)) {
            eprintln!("{line}");
        } else {
            rest += &line;
            rest.push('\n');
        }
    }
    rest
}

/// How cargo begins a line about what takes time.
const DOING: [&str; 5] =
    ["   Compiling", "    Blocking", " Downloading", "  Downloaded", "    Updating"];

#[cfg(test)]
mod tests {
    use super::*;

    /// An error in a crate, as cargo tells it.
    fn error(target: &str, file: &str) -> String {
        serde_json::json!({
            "reason": "compiler-message",
            "target": { "name": target },
            "message": {
                "level": "error",
                "rendered": format!("error in {file}\n"),
                "spans": [{ "file_name": file }],
            },
        })
        .to_string()
    }

    #[test]
    fn a_chapter_is_broken_by_itself_or_by_what_all_need_and_not_by_another() {
        let mut answer = Answer::default();
        answer.take(&error("ch06_event_loop", "crates/ch06-event-loop/src/exercises/e1.rs"));
        answer.take(&error("turns", "crates/turns/src/lib.rs"));
        answer.take(r#"{"reason":"compiler-artifact","target":{"name":"ch07-async-await"},"executable":"/t/ch07"}"#);
        answer.take("no JSON");

        let ch06 = answer.broken("ch06-event-loop");
        let ch08 = answer.broken("ch08-task-future");

        assert_eq!(ch06.files.len(), 2);
        assert_eq!(ch08.files, ["crates/turns/src/lib.rs"]);
        assert_eq!(ch08.said, "error in crates/turns/src/lib.rs\n");
        assert_eq!(answer.programs["ch07-async-await"], Path::new("/t/ch07"));
    }

    #[test]
    fn of_what_cargo_says_the_rest_is_kept() {
        let said = "   Compiling turns v0.1.0\n    Finished in 1 s\nerror: no\n";

        assert_eq!(shown(said.as_bytes()), "    Finished in 1 s\nerror: no\n");
    }
}
