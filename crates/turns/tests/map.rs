//! The map in the crate's documentation agrees with its files: each is there once, and the loop is
//! as small as it says.

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

/// Lines that are neither empty, nor comments, nor of the tests at the file's end.
fn lines_of_code(file: &str) -> usize {
    let text = fs::read_to_string(source().join(file).with_extension("rs")).unwrap();
    let tests = text.lines().zip(text.lines().skip(1)).position(|(line, next)| {
        line.starts_with("#[cfg(") && line.contains("test") && next == "mod tests {"
    });
    let code = text.lines().take(tests.unwrap_or(usize::MAX)).map(str::trim);
    code.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
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
    let counted: usize = loop_itself.iter().map(|file| lines_of_code(file)).sum();
    assert!(counted.abs_diff(said) <= 50, "{counted} lines; the map says some {said}");
}
