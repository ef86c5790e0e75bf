//! Checks that the folders on disk and the chapters' tables say the same.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use catalog::Side;

use crate::functions::{difference, functions, has_main};
use crate::{Chapter, Entry, Problem, chapters};

/// Everything that is wrong with the listings' folders in the repository at `root`; empty if all
/// is well.
///
/// - Every chapter has a program, and every name stands in one row only.
/// - Every row has its files and its output; every file of a listing has its row.
/// - Every `on_*.rs` of one listing has the same functions in the same order.
/// - An output of one side only is for a side that there is, and differs from the common one.
/// - A recorded timeline is for a side that there is, and can be read.
pub fn check_layout(root: &Path) -> Vec<Problem> {
    check(root, chapters())
}

fn check(root: &Path, chapters: &'static [Chapter]) -> Vec<Problem> {
    let mut found = Check { root, problems: Vec::new() };
    found.names_are_unique(chapters);
    for chapter in chapters {
        found.chapter_has_a_program(chapter);
        found.files_have_rows(chapter);
        for listing in chapter.listings {
            let entry = Entry { chapter, listing };
            found.row_has_files(entry);
            found.functions_are_the_same(entry);
            found.outputs_are_needed(entry);
            found.traces_have_sides(entry);
        }
    }
    found.problems
}

/// How the exercises stand in a chapter's `lib.rs`.
const FEATURE: &str = "#[cfg(feature = \"exercises\")]\npub mod exercises;\n";

/// What lies beside a listing of one file, by how its name ends.
const BESIDE_ONE_FILE: [&str; 3] = [".output.txt", ".trace.json", ".comments.zh.toml"];

struct Check<'a> {
    root: &'a Path,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn add(&mut self, file: impl Into<PathBuf>, line: Option<usize>, what: impl Into<String>) {
        self.problems.push(Problem { file: file.into(), line, what: what.into() });
    }

    /// Every chapter has a program, and one that compiles without its exercises.
    fn chapter_has_a_program(&mut self, chapter: &Chapter) {
        let folder = format!("crates/{}", chapter.name);
        let cure = "CONTRIBUTING.md says what a chapter's crate has";
        for (file, needed, what) in [
            ("src/main.rs", "runner::run(", "the chapter has no program"),
            ("Cargo.toml", "exercises = []", "the chapter has no feature `exercises`"),
            ("src/lib.rs", FEATURE, "the exercises are compiled without the feature `exercises`"),
        ] {
            let path = format!("{folder}/{file}");
            let text = fs::read_to_string(self.root.join(&path)).unwrap_or_default();
            if !text.replace("\r\n", "\n").contains(needed) {
                self.add(path, None, format!("{what}; {cure}"));
            }
        }
    }

    fn names_are_unique(&mut self, chapters: &'static [Chapter]) {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for chapter in chapters {
            for listing in chapter.listings {
                if let Some(other) = seen.insert(listing.name, chapter.name) {
                    let message = format!("the name {} stands in {other} too", listing.name);
                    self.add_at_row(Entry { chapter, listing }, message);
                }
            }
        }
    }

    /// Every folder or file of the chapter that is a listing has its row.
    fn files_have_rows(&mut self, chapter: &Chapter) {
        let src = format!("crates/{}/src", chapter.name);
        let row = |name: &str| chapter.listings.iter().find(|listing| listing.name == name);
        let missing = "has no row in the table at the end of lib.rs";
        for name in names_in(&self.root.join(&src)) {
            let path = format!("{src}/{name}");
            if self.root.join(&path).is_dir() {
                if row(&name).is_none() && !self.variants_in(&path).is_empty() {
                    self.add(path, None, missing);
                }
            } else if let Some(stem) =
                BESIDE_ONE_FILE.iter().find_map(|ending| name.strip_suffix(ending))
            {
                if row(stem).is_none() {
                    self.add(path, None, missing);
                }
            } else if let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "main") {
                let source = fs::read_to_string(self.root.join(&path)).unwrap_or_default();
                if row(stem).is_none() && has_main(&source) {
                    self.add(path, None, missing);
                }
            }
        }
    }

    /// Every row has the files of its variants, and no others.
    fn row_has_files(&mut self, entry: Entry) {
        for side in entry.sides() {
            let source = entry.source(side);
            if !self.root.join(&source).is_file() {
                let message = format!("{} does not exist; the row names {side}", source.display());
                self.add_at_row(entry, message);
            }
        }
        if entry.is_one_file() {
            return;
        }
        let folder = entry.folder();
        if !self.root.join(&folder).join("mod.rs").is_file() {
            self.add(folder.clone(), None, "has no mod.rs");
        }
        for file in self.variants_in(&folder) {
            let side = Side::ALL.into_iter().find(|side| side.file() == file);
            if side.is_none_or(|side| !entry.listing.has(side)) {
                let path = format!("{}/{file}", folder.display());
                self.add(path, None, "no variant of the row runs it");
            }
        }
    }

    /// Every `on_*.rs` has the functions of the first, so that a diff of two shows the runtimes.
    fn functions_are_the_same(&mut self, entry: Entry) {
        let mut first = None;
        // What only a nightly compiler parses cannot be read here.
        let rust = |side: &Side| side.file().ends_with(".rs") && *side != Side::Nightly;
        for side in entry.sides().filter(rust) {
            let path = entry.source(side);
            // A file that is missing has been named already.
            let Ok(source) = fs::read_to_string(self.root.join(&path)) else { continue };
            let here = match functions(&source) {
                Ok(here) => here,
                Err((line, why)) => {
                    self.add(path, Some(line), why);
                    continue;
                }
            };
            let Some((model, there)) = &first else {
                first = Some((path, here));
                continue;
            };
            let model = model.file_name().unwrap_or_default().to_string_lossy();
            if let Some((line, what)) = difference(&here, &model, there) {
                self.add(path, line, what);
            }
        }
    }

    /// There is a common output, and each of one side only differs from it.
    fn outputs_are_needed(&mut self, entry: Entry) {
        let record = format!("`cargo listing --record {}`", entry.listing.name);
        let path = entry.common_output();
        let Ok(common) = fs::read_to_string(self.root.join(&path)) else {
            self.add(path, None, format!("does not exist; {record} writes it"));
            return;
        };
        if entry.is_one_file() {
            return;
        }
        for name in names_in(&self.root.join(entry.folder())) {
            let side = name.strip_prefix("output.").and_then(|rest| rest.strip_suffix(".txt"));
            let Some(side) = side else { continue };
            let path = format!("{}/{name}", entry.folder().display());
            // By its exact name: `output.async-std.txt` would never be read.
            if !entry.sides().any(|known| known.name() == side) {
                self.add(path, None, format!("no variant is named {side}"));
            } else if fs::read_to_string(self.root.join(&path)).is_ok_and(|own| own == common) {
                self.add(path, None, format!("says the same as output.txt; {record} deletes it"));
            }
        }
    }

    /// Each recorded timeline is one of a side that there is, and can be read.
    fn traces_have_sides(&mut self, entry: Entry) {
        if entry.is_one_file() {
            return;
        }
        for name in names_in(&self.root.join(entry.folder())) {
            let side = name.strip_prefix("trace.").and_then(|rest| rest.strip_suffix(".json"));
            let Some(side) = side else { continue };
            let path = format!("{}/{name}", entry.folder().display());
            if !entry.sides().any(|known| known.name() == side && !known.runs_from_its_file()) {
                self.add(path, None, format!("no Rust variant is named {side}"));
            } else if let Err(error) = timeline::read(&self.root.join(&path)) {
                self.add(path, None, format!("{:#}", error.root_cause()));
            }
        }
    }

    /// Adds a problem at the row of a listing in its chapter's table.
    fn add_at_row(&mut self, entry: Entry, message: String) {
        let file = format!("crates/{}/src/lib.rs", entry.chapter.name);
        let source = fs::read_to_string(self.root.join(&file)).unwrap_or_default();
        let in_macro = format!("{} [", entry.listing.name);
        let in_full = format!("name: \"{}\"", entry.listing.name);
        let is_row =
            |line: &str| line.trim_start().starts_with(&in_macro) || line.contains(&in_full);
        let line = source.lines().position(is_row).map(|index| index + 1);
        self.add(file, line, message);
    }

    /// The files of a folder that are named as variants are.
    fn variants_in(&self, folder: impl AsRef<Path>) -> Vec<String> {
        let mut names = names_in(&self.root.join(folder));
        names.retain(|name| {
            let is_runtime = name.starts_with("on_") && name.ends_with(".rs");
            is_runtime || Side::ALL.iter().any(|side| side.file() == name)
        });
        names
    }
}

/// The names in a folder, sorted; none if it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
