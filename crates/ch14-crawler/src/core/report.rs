//! What came of a crawl: a table for people.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::frontier::{self, Commit};
use super::judge::hexadecimal;

/// How it ended with each address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    ends: BTreeMap<String, String>,
}

impl Report {
    /// Takes in one.
    pub fn add(&mut self, commit: &Commit) {
        self.ends.insert(commit.url.clone(), commit.end.to_string() + &commit.end.detail());
    }

    /// How many addresses are in it.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Each address with how it ended, and what was kept of it, by tabs.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.ends.iter().map(|(url, end)| format!("{url}\t{end}"))
    }

    /// A number for all of it: two crawls that found the same have the same.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for line in self.lines() {
            hash.update(line.as_bytes());
            hash.update(b"\n");
        }
        hexadecimal(&hash.finalize())[..16].to_owned()
    }
}

impl Extend<Commit> for Report {
    fn extend<T: IntoIterator<Item = Commit>>(&mut self, commits: T) {
        commits.into_iter().for_each(|commit| self.add(&commit));
    }
}

impl FromIterator<(String, String)> for Report {
    /// From addresses and what [`Report::lines`] has behind them.
    fn from_iter<T: IntoIterator<Item = (String, String)>>(rows: T) -> Report {
        Report { ends: rows.into_iter().collect() }
    }
}

impl fmt::Display for Report {
    /// How many ended in which way, and the fingerprint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for way in frontier::WAYS {
            let count = self.ends.values().filter(|end| end.starts_with(way)).count();
            writeln!(f, "{count:3} {way}")?;
        }
        write!(f, "{:3} addresses, fingerprint {}", self.len(), self.fingerprint())
    }
}
