//! The typesetter: typst, prebuilt, in a Python process that stays for one request after another.
//!
//! Compiling typst's crates takes minutes, and unoptimised they need ten times as long for a book.
//! Typst's package on PyPI is the same code, optimised.

use super::markup::{IMAGES, PAGES, Sources};
use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The program that the process runs.
const PROGRAM: &str = include_str!("set.py");

/// What `scripts/setup` installs: one version, since another would set other bytes.
const REQUIREMENT: &str = include_str!("../../../../scripts/typst.txt");

/// Where `scripts/setup` puts the package, below the repository's root.
const PACKAGES: &str = ".tools/typst";

/// A running typesetter. It knows the fonts of this machine, and remembers what it has set: the
/// same book with a changed page takes a fraction of the first time. Each sets one book at a time.
pub struct Typesetter {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    families: BTreeSet<String>,
    /// What it reads and writes; it takes that along when it ends.
    folder: PathBuf,
}

#[derive(Deserialize)]
struct Hello {
    version: String,
    families: Vec<String>,
    folder: PathBuf,
}

#[derive(Serialize)]
struct Request<'a> {
    root: &'a Path,
    main: &'a Path,
    to: &'a Path,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Done { warnings: Vec<String> },
    Failed { error: String, hints: Vec<String>, whole: String },
}

impl Typesetter {
    /// Starts it, with the package that `scripts/setup` has put below the repository's root, or one
    /// that Python has anyway. `PYTHON` names another Python than the first that has it.
    ///
    /// # Errors
    /// No Python has the package, or it is another version: the message says what each Python said.
    pub fn start(root: &Path) -> Result<Self> {
        Self::of_a_python(root, "all")
    }

    /// The same, with only the fonts that come with typst: enough for a book without Chinese.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn with_its_own_fonts(root: &Path) -> Result<Self> {
        Self::of_a_python(root, "own")
    }

    fn of_a_python(root: &Path, fonts: &str) -> Result<Self> {
        let named = std::env::var_os("PYTHON").filter(|name| !name.is_empty());
        let pythons = match named {
            Some(python) => vec![python],
            None => ["python3", "python", "python3.13", "python3.12", "python3.11"]
                .map(OsString::from)
                .into(),
        };
        let mut reasons = Vec::new();
        for python in pythons {
            match Self::with(&python, &root.join(PACKAGES), fonts) {
                Ok(typesetter) => return Ok(typesetter),
                Err(why) => reasons.push(format!("{}: {why:#}", python.to_string_lossy())),
            }
        }
        bail!(
            "the PDF needs the typesetter {}, a package for Python. scripts/setup installs it.\n{}",
            REQUIREMENT.trim(),
            reasons.join("\n")
        )
    }

    fn with(python: &OsString, packages: &Path, fonts: &str) -> Result<Self> {
        let path = std::env::var_os("PYTHONPATH").unwrap_or_default();
        let paths = std::iter::once(packages.to_path_buf()).chain(std::env::split_paths(&path));
        let mut child = Command::new(python)
            .args(["-c", PROGRAM, fonts])
            .env("PYTHONPATH", std::env::join_paths(paths)?)
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot be started")?;
        let requests = child.stdin.take();
        let mut answers = BufReader::new(child.stdout.take().context("has no output")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let Ok(Hello { version, families, folder }) = serde_json::from_str(&line) else {
            drop(requests);
            let output = child.wait_with_output()?;
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{}", said.lines().last().unwrap_or("says nothing"));
        };
        let families = families.into_iter().map(|name| name.to_lowercase()).collect();
        let typesetter = Typesetter { child, requests, answers, families, folder };
        if format!("typst=={version}") != REQUIREMENT.trim() {
            bail!("has typst {version}");
        }
        Ok(typesetter)
    }

    /// Whether it can still be asked.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// Whether the machine has this font family.
    pub(super) fn has(&self, family: &str) -> bool {
        self.families.contains(&family.to_lowercase())
    }

    /// Sets what these sources make into a file of this name, `book.pdf` or `cover.png`. Gives the
    /// file and what typst warns about.
    ///
    /// # Errors
    /// What typst finds wrong, by page; a character that no font has is such an error, for the
    /// document is asked to conform to PDF/UA-1.
    pub(super) fn set(
        &mut self,
        sources: &Sources,
        src: &Path,
        name: &str,
    ) -> Result<(Vec<u8>, Vec<String>)> {
        let root = self.folder.join("book");
        for (path, text) in &sources.texts {
            put(&root.join(path), text.as_bytes())?;
        }
        for image in &sources.images {
            let from = src.join(image);
            let bytes = fs::read(&from).with_context(|| format!("reading {}", from.display()))?;
            put(&root.join(format!("{IMAGES}{image}")), &bytes)?;
        }
        let to = self.folder.join(name);
        let request = Request { root: &root, main: &root.join(sources.main), to: &to };
        match self.ask(&request)? {
            Answer::Done { warnings } => Ok((fs::read(&to)?, warnings)),
            Answer::Failed { error, hints, whole } => {
                let hints = match hints.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", hints.join("; ")),
                };
                let page = page(&whole).map(|page| format!("{page}: ")).unwrap_or_default();
                bail!("typst cannot set the book:\n{page}{error}{hints}")
            }
        }
    }

    fn ask(&mut self, request: &Request) -> Result<Answer> {
        let requests = self.requests.as_mut().context("the typesetter has ended")?;
        let line = serde_json::to_string(request)? + "\n";
        let mut answer = String::new();
        let told = requests.write_all(line.as_bytes()).and_then(|()| requests.flush());
        let heard = told.and_then(|()| self.answers.read_line(&mut answer));
        match heard {
            Ok(read) if read > 0 => Ok(serde_json::from_str(&answer)?),
            _ => Err(anyhow!("the typesetter has ended in the middle: {}", self.child.wait()?)),
        }
    }
}

impl Drop for Typesetter {
    fn drop(&mut self) {
        // It ends when nobody can ask any more.
        drop(self.requests.take());
        let _ = self.child.wait();
    }
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("families", &self.families).finish_non_exhaustive()
    }
}

/// Writes a file, unless it says that already.
fn put(file: &PathBuf, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))
}

/// The page of the book that an error is about, read from the place that typst shows:
/// `┌─ …/pages/ch08-task-future.md.typ:2:13`.
fn page(whole: &str) -> Option<&str> {
    let error = &whole[whole.find("error:")?..];
    let place = error.lines().find_map(|line| line.trim_start().strip_prefix("┌─ "))?;
    let (_, path) = place.split_once(PAGES)?;
    Some(path.split_once(".typ:")?.0)
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn an_error_names_its_page() {
        let whole = "warning: x\n  ┌─ a/pages/en.md.typ:1:1\n\nerror: no such file\n  \
                     ┌─ a/b/pages/ch08/stages.md.typ:2:13\n  │\n";

        assert_eq!(page(whole), Some("ch08/stages.md"));
        assert_eq!(page("error: x\n  ┌─ template.typ:1:1\n"), None);
    }
}
