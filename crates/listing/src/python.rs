//! Finds the Python that runs the originals.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The oldest Python that runs every original: 3.11 brought `TaskGroup`.
const OLDEST: (u32, u32) = (3, 11);

/// A Python that is new enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Python {
    /// The program, as it is started.
    pub program: String,
    /// Its version, such as `3.11.7`.
    pub version: String,
}

impl Python {
    /// Starts it: with UTF-8 on Windows, too, and without a `__pycache__` beside what it runs.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
        command
    }
}

/// The Python for a test, which says that it is ignored where there is none.
///
/// # Panics
///
/// In CI, where a Python that is missing would leave the test untested in silence.
pub fn python_for_tests() -> Option<&'static Python> {
    match python() {
        Ok(python) => Some(python),
        Err(why) if crate::is_ci() => panic!("{why}"),
        Err(why) => {
            eprintln!("ignored: {why}");
            None
        }
    }
}

/// Where a Python may be found; the first is what most machines have.
const NAMES: [&str; 6] = if cfg!(windows) {
    ["python", "python3", "python3.14", "python3.13", "python3.12", "python3.11"]
} else {
    ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"]
};

/// The Python that runs the originals: `$PYTHON`, or else the first that is new enough, by its
/// usual names. It is looked for once.
///
/// # Errors
///
/// If it is missing, does not start or is too old: one sentence that says which, and the cure.
pub fn python() -> Result<&'static Python, &'static str> {
    static FOUND: OnceLock<Result<Python, String>> = OnceLock::new();
    FOUND.get_or_init(look).as_ref().map_err(String::as_str)
}

fn look() -> Result<Python, String> {
    let named = std::env::var("PYTHON").ok().filter(|name| !name.is_empty());
    let [usual, others @ ..] = NAMES;
    let first = named.clone().unwrap_or_else(|| usual.to_owned());
    match (try_one(first), named) {
        // An old `python3` often has a newer one beside it. What was named is meant, though.
        (Err(why), None) => {
            others.into_iter().find_map(|name| try_one(name.to_owned()).ok()).ok_or(why)
        }
        (tried, _) => tried,
    }
}

fn try_one(program: String) -> Result<Python, String> {
    let found = asked_for_its_version(&program);
    checked(program, found)
}

/// What the program answers, or why it does not.
fn asked_for_its_version(program: &str) -> Result<String, String> {
    let answer = Command::new(program)
        .args(["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !answer.status.success() {
        return Err(format!("it ended with {}", answer.status));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

fn checked(program: String, answer: Result<String, String>) -> Result<Python, String> {
    let cure = "install Python 3.11 or later, or set PYTHON to one";
    let version = answer.map_err(|why| format!("cannot run `{program}` ({why}); {cure}"))?;
    match number(&version) {
        Some(found) if found >= OLDEST => Ok(Python { program, version }),
        Some(_) => Err(format!("`{program}` is Python {version}, which is too old; {cure}")),
        None => Err(format!("`{program}` did not answer as Python does; {cure}")),
    }
}

fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: Result<&str, &str>) -> Result<Python, String> {
        checked("python3".to_owned(), answer.map(str::to_owned).map_err(str::to_owned))
    }

    #[test]
    fn a_new_enough_python_is_taken() {
        for version in ["3.11.0", "3.14.1", "4.0.0"] {
            assert_eq!(check(Ok(version)).unwrap().version, version);
        }
    }

    #[test]
    fn an_old_one_is_refused_by_its_version() {
        let error = check(Ok("3.9.2")).unwrap_err();

        assert!(error.contains("`python3` is Python 3.9.2, which is too old"), "{error}");
        assert!(error.contains("set PYTHON"), "{error}");
    }

    #[test]
    fn something_else_is_not_taken_for_python() {
        assert!(check(Ok("")).unwrap_err().contains("did not answer as Python does"));
    }

    #[test]
    fn a_missing_one_is_named_with_the_cure() {
        let error = checked("no-such-python".to_owned(), asked_for_its_version("no-such-python"))
            .unwrap_err();

        assert!(error.starts_with("cannot run `no-such-python` ("), "{error}");
        assert!(error.ends_with("install Python 3.11 or later, or set PYTHON to one"), "{error}");
    }
}
