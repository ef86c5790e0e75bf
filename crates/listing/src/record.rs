//! Writes the outputs of a listing anew: the common one, and those of sides that differ.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use catalog::Side;

use crate::{Entry, diff, mask, root, run};

/// What became of one output file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It did not exist.
    Added(PathBuf),
    /// It said something else.
    Rewritten(PathBuf),
    /// No side needs it any longer.
    Deleted(PathBuf),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Added(file) => write!(f, "added     {}", file.display()),
            Change::Rewritten(file) => write!(f, "rewritten {}", file.display()),
            Change::Deleted(file) => write!(f, "deleted   {}", file.display()),
        }
    }
}

/// Runs every variant of a listing and writes down what they print, masked. What most of them
/// print becomes the common output; of two that are equally frequent, the one that comes first in
/// the order of the tabs. Returns what changed.
///
/// # Errors
///
/// If a variant cannot run, fails, is stopped at the limit, or does not print the same twice; then
/// nothing is written. Or if a file cannot be written.
pub fn record(entry: Entry, limit: Duration) -> Result<Vec<Change>> {
    let mut printed = Vec::new();
    for side in entry.sides() {
        let text = printed_twice(entry, side, limit)
            .with_context(|| format!("{} on {side} is not recorded", entry.listing.name))?;
        printed.push((side, text));
    }
    apply(root()?, entry, wanted(entry, &printed))
}

/// What a variant prints. It runs twice: an output that changes from run to run would be recorded
/// today and fail tomorrow.
fn printed_twice(entry: Entry, side: Side, limit: Duration) -> Result<String> {
    let once = printed(entry, side, limit)?;
    let again = printed(entry, side, limit)?;
    if once != again {
        let shown = diff("one run", &once, "another", &again);
        bail!("it prints something else each time:\n{}", shown.trim_end());
    }
    Ok(once)
}

/// What a variant prints, masked.
fn printed(entry: Entry, side: Side, limit: Duration) -> Result<String> {
    let run = run(entry, side, limit)?;
    match run.failure() {
        Some(why) => bail!("{why}\n{}", run.stderr.trim_end()),
        None => Ok(mask(&run.stdout)),
    }
}

/// The files that these outputs need.
fn wanted(entry: Entry, printed: &[(Side, String)]) -> BTreeMap<PathBuf, String> {
    let votes = |text: &str| printed.iter().filter(|(_, other)| other == text).count();
    // `max_by_key` returns the last of several; from the end that is the first.
    let common = printed.iter().rev().max_by_key(|(_, text)| votes(text));
    let Some((_, common)) = common else { return BTreeMap::new() };
    let own = printed.iter().filter(|(_, text)| text != common);
    let own = own.map(|(side, text)| (entry.override_output(*side), text.clone()));
    own.chain([(entry.common_output(), common.clone())]).collect()
}

/// Makes the output files of a listing these and no others.
fn apply(root: &Path, entry: Entry, wanted: BTreeMap<PathBuf, String>) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for stale in existing_overrides(root, entry)? {
        if !wanted.contains_key(&stale) {
            fs::remove_file(root.join(&stale))
                .with_context(|| format!("cannot delete {}", stale.display()))?;
            changes.push(Change::Deleted(stale));
        }
    }
    for (path, text) in wanted {
        let before = fs::read_to_string(root.join(&path)).ok();
        if before.as_ref().is_some_and(|before| before.replace("\r\n", "\n") == text) {
            continue;
        }
        fs::write(root.join(&path), text)
            .with_context(|| format!("cannot write {}", path.display()))?;
        changes.push(match before {
            Some(_) => Change::Rewritten(path),
            None => Change::Added(path),
        });
    }
    Ok(changes)
}

/// Every `output.*.txt` in the listing's folder. A listing of one file has none.
fn existing_overrides(root: &Path, entry: Entry) -> Result<Vec<PathBuf>> {
    if entry.is_one_file() {
        return Ok(Vec::new());
    }
    let folder = entry.folder();
    let files = fs::read_dir(root.join(&folder))
        .with_context(|| format!("cannot read {}", folder.display()))?;
    let mut overrides = Vec::new();
    for file in files {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.starts_with("output.") && name.ends_with(".txt") && name != "output.txt" {
            overrides.push(format!("{}/{name}", folder.display()).into());
        }
    }
    overrides.sort();
    Ok(overrides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::fixture;

    const FOLDER: &str = "crates/ch99-fixture/src/everywhere";

    fn texts(printed: [&str; 5]) -> Vec<(Side, String)> {
        let sides = fixture::entry(0).sides();
        sides.zip(printed.map(str::to_owned)).collect()
    }

    fn path(file: &str) -> PathBuf {
        format!("{FOLDER}/{file}").into()
    }

    #[test]
    fn what_most_print_is_common_and_the_others_get_their_own() {
        let printed = texts(["py\n", "rust\n", "rust\n", "smol\n", "rust\n"]);

        let wanted = wanted(fixture::entry(0), &printed);

        let expected = [
            (path("output.txt"), "rust\n".to_owned()),
            (path("output.python.txt"), "py\n".to_owned()),
            (path("output.smol.txt"), "smol\n".to_owned()),
        ];
        assert_eq!(wanted, BTreeMap::from(expected));
    }

    #[test]
    fn of_two_equally_frequent_the_first_is_common() {
        let printed = texts(["a\n", "b\n", "b\n", "a\n", "c\n"]);

        let wanted = wanted(fixture::entry(0), &printed);

        assert_eq!(wanted[&path("output.txt")], "a\n");
    }

    #[test]
    fn files_are_added_rewritten_deleted_or_left_alone() {
        let clone = tempfile::tempdir().unwrap();
        let file = |name: &str| clone.path().join(FOLDER).join(name);
        fs::create_dir_all(clone.path().join(FOLDER)).unwrap();
        fs::write(file("output.txt"), "old\n").unwrap();
        fs::write(file("output.turns.txt"), "stale\n").unwrap();
        fs::write(file("output.python.txt"), "py\n").unwrap();
        let printed = texts(["py\n", "rust\n", "rust\n", "smol\n", "rust\n"]);

        let entry = fixture::entry(0);
        let changes = apply(clone.path(), entry, wanted(entry, &printed)).unwrap();

        let expected = [
            Change::Deleted(path("output.turns.txt")),
            Change::Added(path("output.smol.txt")),
            Change::Rewritten(path("output.txt")),
        ];
        assert_eq!(changes, expected);
        assert_eq!(fs::read_to_string(file("output.txt")).unwrap(), "rust\n");
        assert!(!file("output.turns.txt").exists());
    }

    #[test]
    fn a_second_time_changes_nothing() {
        let clone = tempfile::tempdir().unwrap();
        fs::create_dir_all(clone.path().join(FOLDER)).unwrap();
        let entry = fixture::entry(0);
        let printed = texts(["py\n", "rust\n", "rust\n", "rust\n", "rust\n"]);
        apply(clone.path(), entry, wanted(entry, &printed)).unwrap();

        let changes = apply(clone.path(), entry, wanted(entry, &printed)).unwrap();

        assert_eq!(changes, []);
    }
}
