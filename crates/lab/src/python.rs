//! The Python interpreters of this machine.

use crate::process;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Which Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interpreter {
    /// The one that `python3` starts, or the variable `PYTHON` names.
    Usual,
    /// One that was built without the GIL, where such a one is found.
    FreeThreaded,
    /// The same, told to have a GIL: `PYTHON_GIL=1`.
    FreeThreadedWithGil,
}

/// An interpreter that was found.
#[derive(Debug, Clone)]
pub struct Python {
    /// Its program, not a script that looks for it.
    pub program: PathBuf,
    /// `CPython 3.13.1, free-threaded`.
    pub version: String,
    is_free_threaded: bool,
}

static USUAL: LazyLock<Result<Python, String>> = LazyLock::new(|| {
    // What was named is meant: another one's figures would be taken for its own.
    if let Some(told) = std::env::var("PYTHON").ok().filter(|told| !told.is_empty()) {
        return ask(&told).ok_or_else(|| {
            format!("needs Python 3.11 or later, and PYTHON names {told:?}, which is none")
        });
    }
    let names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
    let found = names.into_iter().find_map(ask);
    found.ok_or_else(|| "needs Python 3.11 or later, as python3 or in PYTHON".to_owned())
});

static FREE_THREADED: LazyLock<Result<Python, String>> = LazyLock::new(|| {
    let found = |name: &str| ask(name).filter(|python| python.is_free_threaded);
    if let Some(told) = std::env::var("PYTHON_FREE_THREADED").ok().filter(|told| !told.is_empty()) {
        return found(&told).ok_or_else(|| {
            format!(
                "needs a Python built without the GIL, and PYTHON_FREE_THREADED names {told:?}, \
                 which is none"
            )
        });
    }
    let names = ["python3.15t", "python3.14t", "python3.13t", "python3t"];
    let found = names.into_iter().find_map(found);
    found.ok_or_else(|| {
        "needs a Python built without the GIL, as python3.14t or in PYTHON_FREE_THREADED".to_owned()
    })
});

/// That interpreter, or what is missing. Looked for once.
pub fn find(interpreter: Interpreter) -> Result<&'static Python, String> {
    let found = match interpreter {
        Interpreter::Usual => &USUAL,
        Interpreter::FreeThreaded | Interpreter::FreeThreadedWithGil => &FREE_THREADED,
    };
    found.as_ref().map_err(Clone::clone)
}

/// The versions of those that are found.
pub fn versions() -> Vec<String> {
    let found = [Interpreter::Usual, Interpreter::FreeThreaded].map(find);
    found.into_iter().flatten().map(|python| python.version.clone()).collect()
}

/// What an interpreter says of itself, if it is there and new enough.
fn ask(name: &str) -> Option<Python> {
    const QUESTION: &str = "import platform as p, sys, sysconfig\n\
        print(sys.executable)\n\
        print(p.python_implementation(), p.python_version())\n\
        print(sysconfig.get_config_var('Py_GIL_DISABLED') or 0)\n\
        sys.exit(sys.version_info < (3, 11))";
    let mut command = Command::new(name);
    command.args(["-c", QUESTION]).stdin(Stdio::null()).stderr(Stdio::null());
    process::as_for_everybody(&mut command);
    let output = command.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let [program, version, without_gil] = text.lines().collect::<Vec<_>>()[..] else { return None };
    let is_free_threaded = without_gil == "1";
    Some(Python {
        program: program.into(),
        version: version.to_owned() + if is_free_threaded { ", free-threaded" } else { "" },
        is_free_threaded,
    })
}
