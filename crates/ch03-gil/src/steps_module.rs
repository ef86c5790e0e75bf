//! Finds the module in Rust that a Python original loads.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::PathBuf;

/// The library that cargo has built of `crates/steps`, if it is where cargo puts it: among the
/// dependencies of the program that asks.
pub fn steps_module() -> Option<PathBuf> {
    let myself = std::env::current_exe().ok()?;
    let beside = myself.parent()?;
    let file = format!("{DLL_PREFIX}steps{DLL_SUFFIX}");
    // A test lies among the dependencies itself, a program one folder higher.
    [beside.join("deps").join(&file), beside.join(&file)].into_iter().find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_has_built_it_with_this_chapter() {
        assert!(steps_module().is_some(), "this chapter depends on crates/steps, so it is there");
    }
}
