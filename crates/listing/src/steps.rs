//! Finds the module in Rust that a Python original loads.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};

/// The library that cargo has built of `crates/steps`, if it is where cargo puts it: among the
/// dependencies of this program, whose package depends on it.
pub fn steps_module(program: &Path) -> Option<PathBuf> {
    let beside = program.parent()?;
    let file = format!("{DLL_PREFIX}steps{DLL_SUFFIX}");
    // A test lies among the dependencies itself, a program one folder higher.
    [beside.join("deps").join(&file), beside.join(&file)].into_iter().find(|path| path.is_file())
}
