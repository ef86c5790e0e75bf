//! Finds a nightly compiler, and compiles with it what stable Rust doesn't parse.

use std::env::{self, consts::EXE_SUFFIX};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::limit::{self, End, over_limit};

/// Names the compiler to take. Empty, it says that none shall be.
const VARIABLE: &str = "NIGHTLY_RUSTC";

/// Far more than a compiler takes for one file on a busy machine.
const TIME_TO_COMPILE: Duration = Duration::from_secs(300);

/// A nightly compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nightly {
    /// The program, as it is started.
    pub program: PathBuf,
    /// What it says of itself: `rustc 1.97.0-nightly (e50aa6fba 2026-05-19)`.
    pub version: String,
}

/// The nightly compiler that runs what is written for it: `$NIGHTLY_RUSTC`, or else the one that
/// rustup calls `nightly`. It is looked for once.
///
/// # Errors
///
/// If there is none: one sentence with the cure.
pub fn nightly() -> Result<&'static Nightly, &'static str> {
    static FOUND: OnceLock<Result<Nightly, String>> = OnceLock::new();
    FOUND.get_or_init(look).as_ref().map_err(String::as_str)
}

fn look() -> Result<Nightly, String> {
    let cure = "install one by `rustup toolchain install nightly`, or set NIGHTLY_RUSTC to one";
    let program = match env::var_os(VARIABLE) {
        Some(named) if named.is_empty() => {
            return Err("NIGHTLY_RUSTC is empty, so no nightly compiler is used".to_owned());
        }
        Some(named) => PathBuf::from(named),
        None => answer("rustup", &["which", "--toolchain", "nightly", "rustc"])
            .map(PathBuf::from)
            .map_err(|_| format!("there is no nightly compiler; {cure}"))?,
    };
    checked(&program, answer(&program, &["--version"]), cure)
}

fn checked(program: &Path, said: Result<String, String>, cure: &str) -> Result<Nightly, String> {
    let name = program.display();
    let version = said.map_err(|why| format!("cannot run `{name}` ({why}); {cure}"))?;
    if version.starts_with("rustc ") && version.contains("-nightly") {
        Ok(Nightly { program: program.to_owned(), version })
    } else {
        Err(format!("`{name}` is no nightly compiler but “{version}”; {cure}"))
    }
}

/// The first line that a program prints.
fn answer(program: impl AsRef<Path>, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program.as_ref())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("it ended with {}", output.status));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Compiles this file, unless the same compiler has compiled the same text already, and returns the
/// program. It lies where cargo keeps what it builds.
///
/// # Errors
///
/// If there is no nightly compiler, or it refuses the file.
pub(crate) fn compiled(source: &Path) -> Result<PathBuf> {
    let nightly = nightly().map_err(|why| anyhow::anyhow!(why))?;
    let text = fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut hasher = DefaultHasher::new();
    (&text, &nightly.version).hash(&mut hasher);
    let beside = env::current_exe().context("cannot find this program's own file")?;
    let folder = beside.with_file_name("nightly");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let program = folder.join(format!("{:016x}{EXE_SUFFIX}", hasher.finish()));
    if program.is_file() {
        return Ok(program);
    }
    // Another process may compile the same at the same time. The last one to rename wins, and
    // nobody runs half a file.
    let mine = tempfile::tempdir_in(&folder).context("cannot make a folder to compile in")?;
    let new = mine.path().join(format!("program{EXE_SUFFIX}"));
    let mut command = Command::new(&nightly.program);
    command.arg(source).args(["--edition=2024", "--crate-name=listing", "-o"]).arg(&new);
    let said = limit::capture(command, TIME_TO_COMPILE)?;
    match said.end {
        End::Exited(status) if status.success() => {}
        End::OverTime => bail!("{}: {}", nightly.version, over_limit(TIME_TO_COMPILE)),
        _ => bail!(
            "{} refuses {}. What is unstable changes: if this compiler is newer than the file, the \
             file wants mending; set NIGHTLY_RUSTC to another one, or to nothing to leave it out.\n{}",
            nightly.version,
            source.display(),
            String::from_utf8_lossy(&said.stderr).trim_end()
        ),
    }
    fs::rename(&new, &program).with_context(|| {
        format!("cannot write {} (process {})", program.display(), process::id())
    })?;
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: Result<&str, &str>) -> Result<Nightly, String> {
        let said = said.map(str::to_owned).map_err(str::to_owned);
        checked(Path::new("rustc"), said, "the cure")
    }

    #[test]
    fn a_nightly_compiler_is_taken() {
        let version = "rustc 1.97.0-nightly (e50aa6fba 2026-05-19)";

        assert_eq!(check(Ok(version)).unwrap().version, version);
    }

    #[test]
    fn another_program_is_refused_by_what_it_says() {
        for said in ["rustc 1.95.0 (59807616e 2026-04-14)", "Python 3.11.7-nightly", ""] {
            let refused = check(Ok(said)).unwrap_err();

            let whole = format!("`rustc` is no nightly compiler but “{said}”; the cure");
            assert_eq!(refused, whole);
        }
    }

    #[test]
    fn one_that_does_not_start_is_named_with_the_cure() {
        let refused = check(Err("no such file")).unwrap_err();

        assert_eq!(refused, "cannot run `rustc` (no such file); the cure");
    }
}
