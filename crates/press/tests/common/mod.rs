//! A copy of the book's sources in a folder of its own, for tests that break something.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use pages::{Problem, Sources};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A copy of the sources, without what was built.
pub struct Copy {
    dir: TempDir,
}

impl Copy {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = root();
        for name in ["Cargo.toml", "book.toml"] {
            fs::copy(root.join(name), dir.path().join(name)).unwrap();
        }
        for below in ["book", "crates"] {
            for entry in walkdir::WalkDir::new(root.join(below)) {
                let entry = entry.unwrap();
                let to = dir.path().join(entry.path().strip_prefix(&root).unwrap());
                if entry.file_type().is_dir() {
                    fs::create_dir_all(to).unwrap();
                } else {
                    fs::copy(entry.path(), to).unwrap();
                }
            }
        }
        Self { dir }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Replaces a text that stands in a file.
    pub fn replace(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?} to break");
        self.put(&path, &text.replacen(from, to, 1));
        self
    }

    /// Adds a text to the end of a file.
    pub fn append(&self, file: &str, text: &str) -> &Self {
        let path = self.root().join(file);
        let old = fs::read_to_string(&path).unwrap();
        self.put(&path, &(old + text));
        self
    }

    /// Writes a file at once, as editors do: who looks meanwhile finds the old one or the new one.
    fn put(&self, path: &Path, text: &str) {
        let fresh = self.root().join("fresh");
        fs::write(&fresh, text).unwrap();
        fs::rename(fresh, path).unwrap();
    }

    /// What the check of the sources says, a line each.
    pub fn faults(&self) -> Vec<String> {
        let problems = match Sources::read(self.root()) {
            Ok(sources) => pages::problems(self.root(), &sources).0,
            Err(problems) => problems,
        };
        problems.iter().map(Problem::to_string).collect()
    }

    /// What building the site says.
    pub fn build(&self) -> Result<PathBuf, String> {
        let build = || {
            let sources = Arc::new(press::site::sources(self.root())?);
            press::site::build(self.root(), &sources)
        };
        build().map_err(|e: anyhow::Error| format!("{e:#}"))
    }
}
