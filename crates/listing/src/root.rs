//! Finds the repository that the listings are read from.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};

/// The folder of the repository: the one that the current folder lies in, and otherwise the one
/// that this program was built in.
///
/// The current folder comes first because a reader may have two clones and one built program: the
/// files shown are then those of the clone where the reader stands.
///
/// # Errors
///
/// If neither is there: the program was moved to another machine and started outside a clone.
pub fn root() -> Result<&'static Path> {
    static ROOT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = ROOT.get_or_init(|| {
        let here = std::env::current_dir().ok();
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.as_deref().and_then(repository_around).or_else(|| repository_around(built_in))
    });
    found.as_deref().context(
        "the book's repository is not here: run this inside a clone (a folder with crates/listing)",
    )
}

/// The nearest folder from `start` upwards that is this repository.
fn repository_around(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| is_repository(folder)).map(Path::to_path_buf)
}

/// Another workspace may hold a `Cargo.toml` too; only ours also has this crate.
fn is_repository(folder: &Path) -> bool {
    folder.join("crates/listing/Cargo.toml").is_file() && folder.join("Cargo.toml").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_found_from_a_folder_deep_inside() {
        let clone = tempfile::tempdir().unwrap();
        let deep = clone.path().join("book/en/figures");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir_all(clone.path().join("crates/listing")).unwrap();
        std::fs::write(clone.path().join("crates/listing/Cargo.toml"), "").unwrap();
        std::fs::write(clone.path().join("Cargo.toml"), "[workspace]").unwrap();

        assert_eq!(repository_around(&deep).as_deref(), Some(clone.path()));
    }

    #[test]
    fn another_workspace_is_not_taken_for_it() {
        let other = tempfile::tempdir().unwrap();
        std::fs::write(other.path().join("Cargo.toml"), "[workspace]").unwrap();

        assert_eq!(repository_around(other.path()), None);
    }

    #[test]
    fn the_repository_of_this_build_is_found() {
        assert!(root().unwrap().join("crates/catalog/src/lib.rs").is_file());
    }
}
