//! Puts a fragment to skeptic and says in few lines what is wrong with it.

use crate::expectation::{Expectation, code_in};
use crate::fragment::Fragment;
use crate::order::{Order, Task};
use crate::restart;
use anyhow::{Context, Result, bail, ensure};
use std::cell::Cell;
use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

/// Compiles and runs fragments by skeptic.
#[derive(Debug, Clone)]
pub struct Judge {
    /// A path below the profile's `build` folder, from which skeptic finds what cargo has built.
    built: String,
    limit: Duration,
}

impl Judge {
    /// A judge who gives each fragment this long to run.
    ///
    /// # Errors
    /// `main` did not call [`with_our_compiler`](crate::with_our_compiler), or the running program
    /// lies where cargo puts no test.
    pub fn new(limit: Duration) -> Result<Self> {
        ensure!(
            restart::is_in_place(),
            "skeptic would call rustc itself: call `snippets::with_our_compiler` first in `main`"
        );
        let program = std::env::current_exe().context("this program's own path is unknown")?;
        let built = below_build(&program).with_context(|| {
            format!("{} is no test that cargo has built: run `cargo test`", program.display())
        })?;
        Ok(Self { built: built.to_string_lossy().into_owned(), limit })
    }

    /// Holds a fragment to what its first line says.
    ///
    /// # Errors
    /// What is wrong with it: one line that begins with the page and the line, then what the
    /// compiler or the program said.
    pub fn judge(&self, fragment: &Fragment) -> Result<(), String> {
        let verdict = match Expectation::parse(&fragment.info) {
            Err(refused) => Err(refused),
            // `cargo book check` asks that such a block be an include, and nothing else.
            Ok(Expectation::CompiledInItsCrate) => Ok(()),
            Ok(Expectation::Compiles) => self.by_skeptic(fragment, Task::Compile),
            Ok(Expectation::Runs) => self.by_skeptic(fragment, Task::Run),
            Ok(Expectation::Panics) => self.by_skeptic(fragment, Task::RunToPanic),
            Ok(Expectation::FailsToCompile { codes }) => self
                .by_skeptic(fragment, Task::Refuse)
                .and_then(|()| if codes.is_empty() { self.has_no_code(fragment) } else { Ok(()) }),
        };
        verdict.map_err(|what| format!("{fragment}: {what}"))
    }

    /// The compiler's arguments that say where the libraries of fragments lie.
    ///
    /// # Errors
    /// skeptic does not find them.
    pub fn libraries(&self) -> Result<Vec<OsString>> {
        let nothing = Fragment {
            page: "libraries".into(),
            line: None,
            info: "rust".into(),
            code: String::new(),
        };
        match self.by_skeptic(&nothing, Task::Libraries) {
            Err(lines) if lines.starts_with("-L") => {
                Ok(lines.lines().map(OsString::from).collect())
            }
            Err(what) => bail!("the libraries of fragments are not found: {what}"),
            Ok(()) => bail!("our compiler was not asked for the libraries"),
        }
    }

    /// Without a code any mistake would do, a misspelled name too: so a code that there is must be
    /// named.
    fn has_no_code(&self, fragment: &Fragment) -> Result<(), String> {
        let said = self.by_skeptic(fragment, Task::Compile).err().unwrap_or_default();
        match code_in(&said) {
            Some(code) => Err(format!("name the error's code: `rust,compile_fail,{code}`\n{said}")),
            None => Ok(()),
        }
    }

    fn by_skeptic(&self, fragment: &Fragment, task: Task) -> Result<(), String> {
        let folder = tempfile::tempdir().map_err(|e| format!("no temporary folder: {e}"))?;
        let order = Order {
            task,
            limit: self.limit,
            report: folder.path().join("report"),
            page: fragment.page.clone(),
        };
        let lines_above = "\n".repeat(fragment.line.unwrap_or(1).saturating_sub(1));
        let text = match task {
            // The comment with the order cannot share a line with a fence.
            Task::Refuse if lines_above.is_empty() => format!("\n{}", fragment.block()),
            Task::Refuse => format!("{lines_above}{}", fragment.block()),
            _ => format!("{lines_above}{}", fragment.program()),
        };
        let text = order.comment() + &text;
        let here = env!("CARGO_MANIFEST_DIR");
        // Our compiler runs the program too, and takes the target from the real one.
        quietly(|| skeptic::rt::compile_test(here, &self.built, "", &text)).map_err(|panic| {
            match std::fs::read_to_string(&order.report) {
                Ok(report) => report,
                // Ours was not called, or could not write: skeptic's own message is all there is.
                Err(_) => panic.chars().take(500).collect(),
            }
        })
    }
}

/// The path by which skeptic finds the profile's folder: it looks for one named `build` above.
fn below_build(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    if folder.ends_with("deps") {
        return Some(folder.parent()?.join("build/snippets/out"));
    }
    // Newer cargos: `build/<package>/<hash>/out/<program>`.
    program.ancestors().take(5).any(|above| above.ends_with("build")).then(|| program.to_path_buf())
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs this without the message that a panic prints, and returns the message.
fn quietly(work: impl FnOnce()) -> Result<(), String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    QUIET.set(true);
    let ended = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    ended.map_err(|panic| match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or("skeptic failed").to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_found_in_either_layout_of_the_target_folder() {
        let old = below_build(Path::new("/t/debug/deps/pages-0123456789abcdef"));
        let new = below_build(Path::new("/t/debug/build/snippets/0123/out/pages"));

        assert_eq!(old.as_deref(), Some(Path::new("/t/debug/build/snippets/out")));
        assert_eq!(new.as_deref(), Some(Path::new("/t/debug/build/snippets/0123/out/pages")));
        assert_eq!(below_build(Path::new("/usr/bin/pages")), None);
    }

    #[test]
    fn a_judge_needs_our_compiler_in_place() {
        let refused = Judge::new(Duration::from_secs(1)).unwrap_err();

        assert!(refused.to_string().contains("with_our_compiler"), "{refused}");
    }
}
