//! The compiler's messages that a page shows whole: recorded, and compared with what it says now.
//!
//! A page shows one below the fragment that is refused, by an include in a `text` block:
//!
//! ````text
//! ```rust,compile_fail,E0499
//! …
//! ```
//!
//! ```text
//! {{#include ../refused/two_writers.txt}}
//! ```
//! ````
//!
//! The file's first line names the compiler. The words of a message change from one version to the
//! next, so only that version is held to all of them, and any other to the line with the error.

use crate::compiler::CRATES;
use crate::expectation::Expectation;
use crate::fragment::{Fragment, fragments};
use crate::restart::real_compiler;
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to `1`, the test writes the messages anew. It has no effect in CI.
pub const RECORD: &str = "RECORD";

/// Where the messages lie, below the book's root.
pub const FOLDER: &str = "book/refused";

/// A fragment, and the file with the message that its page shows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What the compiler is to refuse.
    pub fragment: Fragment,
    /// The name of the file in [`FOLDER`]: `two_writers.txt`.
    pub file: String,
}

/// Every message that a page shows, each with the fragment above it.
///
/// # Errors
/// A message has no fragment above it that is marked as refused.
pub fn refused(page: &str, markdown: &str) -> Result<Vec<Refused>> {
    let all = fragments(page, markdown);
    let mut found = Vec::new();
    for (i, line) in markdown.lines().enumerate() {
        let Some(file) = included(line) else { continue };
        let above = all.iter().rfind(|fragment| fragment.line.is_some_and(|at| at <= i));
        let is_refused = |fragment: &&Fragment| {
            matches!(Expectation::parse(&fragment.info), Ok(Expectation::FailsToCompile { .. }))
        };
        let fragment = above.filter(is_refused).with_context(|| {
            format!("{page}:{}: {file} needs a `compile_fail` fragment above it", i + 1)
        })?;
        found.push(Refused { fragment: fragment.clone(), file: file.to_owned() });
    }
    Ok(found)
}

/// `two_writers.txt` in `{{#include ../refused/two_writers.txt}}`.
fn included(line: &str) -> Option<&str> {
    line.trim().strip_prefix("{{#include ../refused/")?.strip_suffix("}}")
}

impl Refused {
    /// Compares the recorded message with what the compiler says, or records it. The libraries are
    /// given to the compiler if the fragment uses one: see [`Judge::libraries`](crate::Judge).
    ///
    /// # Errors
    /// They differ, or the compiler cannot be run.
    pub fn check(&self, root: &Path, record: bool, libraries: &[OsString]) -> Result<()> {
        let path = root.join(FOLDER).join(&self.file);
        let says = self.message(libraries)?;
        if record {
            return fs::write(&path, says)
                .with_context(|| format!("{} cannot be written", path.display()));
        }
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        ensure!(
            agree(&recorded, &says),
            "{}: {FOLDER}/{} is not what the compiler says; read this, and if it is right, record \
             it by `{RECORD}=1 cargo test -p snippets --test pages refused`:\n{says}",
            self.fragment,
            self.file
        );
        Ok(())
    }

    /// The command with the compiler's version, then all that the compiler says.
    fn message(&self, libraries: &[OsString]) -> Result<String> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let source = PathBuf::from("src/main.rs");
        fs::create_dir(folder.path().join("src"))?;
        fs::write(folder.path().join(&source), self.fragment.program().trim_start_matches('\n'))?;
        let mut rustc = Command::new(real_compiler());
        rustc.current_dir(folder.path()).arg(&source).args(["--edition=2024", "--color=never"]);
        let program = self.fragment.program();
        let used = |name: &&str| program.contains(&format!("{name}::"));
        let used: Vec<&str> = CRATES.into_iter().filter(used).collect();
        if !used.is_empty() {
            rustc.args(libraries);
        }
        let named: String = used.iter().map(|name| format!(" --extern {name}")).collect();
        let ended = rustc.output().context("the compiler cannot be started")?;
        if ended.status.success() {
            bail!("{} compiles", self.fragment);
        }
        let said = String::from_utf8_lossy(&ended.stderr);
        Ok(format!(
            "$ rustc --edition=2024{named} src/main.rs   # rustc {}\n{}",
            version()?,
            without_machine(&said)
        ))
    }
}

/// The message without what depends on the machine: where the sources of libraries lie, and their
/// lines, which are shown only if they are installed.
fn without_machine(said: &str) -> String {
    let (mut kept, mut in_library) = (String::new(), false);
    for line in said.lines() {
        in_library &= !line.is_empty();
        if in_library {
            continue;
        }
        let library = line.split_once("--> ").and_then(|(indent, place)| {
            let (_, std) = place.split_once("/library/").unzip();
            // `…/registry/src/<host>/tokio-1.0.0/src/lib.rs`
            let (_, crates) = place.split_once("/registry/src/").unzip();
            let file = match (std, crates.and_then(|path| path.split_once('/'))) {
                (Some(file), _) => format!("library/{file}"),
                (None, Some((_, file))) => file.to_owned(),
                (None, None) => return None,
            };
            Some(format!("{indent}--> {file}"))
        });
        in_library = library.is_some();
        kept.push_str(library.as_deref().unwrap_or(line));
        kept.push('\n');
    }
    kept
}

/// `1.95.0`.
fn version() -> Result<String> {
    let said = Command::new(real_compiler()).arg("--version").output()?;
    let said = String::from_utf8_lossy(&said.stdout);
    Ok(said.split_whitespace().nth(1).unwrap_or_default().to_owned())
}

/// Whether one compiler has said both, or two compilers have named the same error.
fn agree(recorded: &str, says: &str) -> bool {
    let same_compiler = recorded.lines().next() == says.lines().next();
    match same_compiler {
        true => recorded == says,
        false => {
            recorded.lines().nth(1).is_some() && recorded.lines().nth(1) == says.lines().nth(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# T\n\n```rust,compile_fail,E0308\nlet a: u8 = \"\";\n```\n\n```text\n\
        {{#include ../refused/a.txt}}\n```\n";

    #[test]
    fn a_message_belongs_to_the_fragment_above_it() {
        let found = refused("book/en/p.md", PAGE).unwrap();

        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "a.txt");
        assert_eq!(found[0].fragment.line, Some(3));
    }

    #[test]
    fn a_message_below_a_fragment_that_compiles_is_a_fault() {
        let error = refused("p.md", &PAGE.replace(",compile_fail,E0308", "")).unwrap_err();

        assert_eq!(error.to_string(), "p.md:8: a.txt needs a `compile_fail` fragment above it");
    }

    #[test]
    fn a_message_that_was_changed_by_hand_is_noticed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(FOLDER)).unwrap();
        let message = &refused("p.md", PAGE).unwrap()[0];

        let missing = message.check(root.path(), false, &[]).unwrap_err().to_string();
        message.check(root.path(), true, &[]).unwrap();
        message.check(root.path(), false, &[]).unwrap();
        let file = root.path().join(FOLDER).join("a.txt");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("expected", "wanted")).unwrap();
        let changed = message.check(root.path(), false, &[]).unwrap_err().to_string();

        assert!(missing.contains("is not what the compiler says"), "{missing}");
        assert!(changed.contains("mismatched types"), "{changed}");
    }

    #[test]
    fn where_the_standard_library_lies_is_left_out() {
        let with_sources = "error\n --> src/main.rs:1:1\n  |\n\nnote: here\n   \
            --> /home/me/rust/library/std/src/thread/mod.rs:7:8\n    |\n  7 |     F: Send,\n\nerror: 1\n";
        let without = "error\n --> src/main.rs:1:1\n  |\n\nnote: here\n   \
            --> /rustc/0123/library/std/src/thread/mod.rs:7:8\n\nerror: 1\n";

        let of_a_crate = "note: here\n   --> /home/me/registry/src/host-0123/tokio-1.0.0/src/task.rs:9:8\n   \
            |\n  9 |     F: Send,\n\nerror: 1\n";
        let kept = "note: here\n   --> tokio-1.0.0/src/task.rs:9:8\n\nerror: 1\n";
        assert_eq!(without_machine(of_a_crate), kept);
        let shown = without.replace("/rustc/0123/", "");
        assert_eq!(without_machine(with_sources), shown);
        assert_eq!(without_machine(without), shown);
    }

    #[test]
    fn another_compiler_is_held_to_the_error_alone() {
        let recorded = "$ rustc   # rustc 1.94.0\nerror[E0308]: mismatched types\n  old words\n";

        assert!(agree(
            recorded,
            "$ rustc   # rustc 1.95.0\nerror[E0308]: mismatched types\n  new\n"
        ));
        assert!(!agree(recorded, "$ rustc   # rustc 1.95.0\nerror[E0499]: cannot borrow\n  new\n"));
        assert!(!agree(recorded, &recorded.replace("old", "new")));
    }
}
