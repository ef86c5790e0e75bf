//! The map in the crate's documentation agrees with its files: each is there once, the loop is as
//! small as it says, and its files know each other in no circle but the one that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files and folders that a table names, by the word in the table's head.
fn tables() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines() {
        let Some(row) = line.strip_prefix("//! | ") else { continue };
        let (head, files) = row.split_once(" | ").unwrap();
        if files.starts_with("files") {
            table = head.to_owned();
            continue;
        }
        let names = files.split('`').skip(1).step_by(2).map(str::to_owned);
        tables.entry(table.clone()).or_default().extend(names);
    }
    tables
}

/// The lines of a file that are neither empty, nor comments, nor of the tests at the file's end.
fn code(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let tests = text.lines().zip(text.lines().skip(1)).position(|(line, next)| {
        line.starts_with("#[cfg(") && line.contains("test") && next == "mod tests {"
    });
    let code = text.lines().take(tests.unwrap_or(usize::MAX)).map(str::trim);
    code.filter(|line| !line.is_empty() && !line.starts_with("//")).map(str::to_owned).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What the map itself gives out from its files, and from which.
fn given_out() -> BTreeMap<String, String> {
    let uses = code(&source().join("lib.rs"));
    let uses = uses.iter().filter_map(|line| line.strip_prefix("pub use ")?.split_once("::"));
    let names = uses.flat_map(|(file, names)| {
        let names = names.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.map(move |name| (name.to_owned(), file.to_owned()))
    });
    names.collect()
}

/// The files and folders that are not the map itself or tests, and whom each knows.
fn neighbours() -> BTreeMap<String, BTreeSet<String>> {
    let given_out = given_out();
    let mut neighbours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&source()) {
        let path = file.strip_prefix(source()).unwrap().with_extension("");
        let name = path.iter().next().unwrap().to_str().unwrap().to_owned();
        if name == "lib" || name == "come_round" {
            continue;
        }
        let code = code(&file).join(" ");
        let known = neighbours.entry(name.clone()).or_default();
        for after in code.split("crate::").skip(1) {
            // One word, or several in braces.
            let (words, end) = match after.strip_prefix('{') {
                Some(list) => (list, '}'),
                None => (after, ' '),
            };
            let word = |word: &str| word.trim().split([':', '(', ';']).next().unwrap().to_owned();
            let words = words.split(end).next().unwrap().split(',').map(word);
            known.extend(words.map(|word| given_out.get(&word).cloned().unwrap_or(word)));
        }
        known.remove(&name);
    }
    let there: BTreeSet<String> = neighbours.keys().cloned().collect();
    neighbours.values_mut().for_each(|known| known.retain(|name| there.contains(name)));
    neighbours
}

#[test]
fn each_file_is_on_the_map_once() {
    let mut named: Vec<String> = tables().into_values().flatten().collect();
    let entries = fs::read_dir(source()).unwrap().map(|entry| entry.unwrap());
    let there: BTreeSet<String> = entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder { format!("{name}/") } else { name.trim_end_matches(".rs").to_owned() }
        })
        // The map itself, and tests.
        .filter(|name| name != "lib" && name != "come_round")
        .collect();
    named.sort();
    assert_eq!(named, there.into_iter().collect::<Vec<_>>());
}

#[test]
fn the_loop_is_as_small_as_the_map_says() {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let said = text.split_once("some ").unwrap().1.split_once(" lines of code").unwrap().0;
    let said: usize = said.replace(',', "").parse().unwrap();
    let loop_itself = &tables()["the loop"];
    let counted: usize =
        loop_itself.iter().map(|file| code(&source().join(file).with_extension("rs")).len()).sum();
    assert!(counted.abs_diff(said) <= 50, "{counted} lines; the map says some {said}");
}

/// `Ticket::wake` finds a loop by its number, in `running` or in `inbox`, and a loop knows its
/// tickets. Every circle goes through one of those two.
#[test]
fn the_one_circle_is_that_which_the_map_names() {
    let all = neighbours();
    assert!(all["ticket"].contains("running") && all["running"].contains("engine"), "{all:?}");
    assert!(all["ticket"].contains("inbox") && all["inbox"].contains("engine"), "{all:?}");
    let mut left = all;
    left.retain(|name, _| name != "running" && name != "inbox");
    // Whoever knows nobody that is left is in no circle.
    loop {
        let there: BTreeSet<String> = left.keys().cloned().collect();
        left.values_mut().for_each(|known| known.retain(|name| there.contains(name)));
        left.retain(|_, known| !known.is_empty());
        if left.len() == there.len() {
            break;
        }
    }
    assert!(left.is_empty(), "these know each other in a circle, or somebody who does: {left:#?}");
}
