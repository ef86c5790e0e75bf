//! What is wrong with a source of the book, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// One fault, with the place where an author mends it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the repository's root.
    pub file: PathBuf,
    /// The line in it, counted from 1, where the fault has one.
    pub line: Option<usize>,
    /// What is wrong and what would be right.
    pub what: String,
}

impl Problem {
    /// A fault on a line of a file.
    pub fn at(file: impl AsRef<Path>, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.as_ref().into(), line: Some(line), what: what.into() }
    }

    /// A fault of a file as a whole.
    pub fn of(file: impl AsRef<Path>, what: impl Into<String>) -> Self {
        Self { file: file.as_ref().into(), line: None, what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Forward slashes on every system: a message is the same wherever it is read.
        let file = self.file.to_string_lossy().replace('\\', "/");
        match self.line {
            Some(line) => write!(f, "{file}:{line}: {}", self.what),
            None => write!(f, "{file}: {}", self.what),
        }
    }
}
