//! Makes skeptic call our compiler.

use anyhow::{Context, Result};
use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The variable by which skeptic is told what to call.
const CALLED: &str = "RUSTC";

/// The variable that keeps the compiler which [`CALLED`] named before.
const REAL: &str = "SNIPPETS_RUSTC";

/// Starts this program again with `compiler` as what skeptic calls, and returns how it ended;
/// `None` if this is the program so started.
///
/// skeptic reads the variable `RUSTC` of its own process, and setting a variable there is unsafe.
/// So a test that uses [`Judge`](crate::Judge) calls this first in its `main`.
///
/// # Errors
/// The program cannot be started again.
pub fn with_our_compiler(compiler: &Path) -> Result<Option<ExitCode>> {
    if env::var_os(REAL).is_some() {
        return Ok(None);
    }
    let status = Command::new(env::current_exe().context("this program's own path is unknown")?)
        .args(env::args_os().skip(1))
        .env(REAL, env::var_os(CALLED).unwrap_or_else(|| "rustc".into()))
        .env(CALLED, compiler)
        .status()
        .context("this test cannot be started again with our compiler")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(Some(code.map_or(ExitCode::FAILURE, ExitCode::from)))
}

/// Whether skeptic will call our compiler from this process.
pub(crate) fn is_in_place() -> bool {
    env::var_os(REAL).is_some()
}

/// The compiler behind ours.
pub(crate) fn real_compiler() -> OsString {
    env::var_os(REAL).unwrap_or_else(|| "rustc".into())
}
