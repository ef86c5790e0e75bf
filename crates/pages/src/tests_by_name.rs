//! Finds tests by the names that the ledger gives them: `crate::module::test`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use syn::{Attribute, Item};

/// Whether the workspace's crates have a test of this name that runs (`#[ignore]` ones do not).
///
/// A unit test has its module's path, an integration test its file's name:
/// `turns::task::tests::wakes_once`, `turns::cancel::drops_the_future`. So the name says in which
/// files the test can be, and no others are read: parsing them all takes a second.
pub fn exists(root: &Path, name: &str) -> bool {
    let mut parts = name.split("::");
    let krate = parts.next().unwrap_or_default();
    let parts: Vec<&str> = parts.collect();
    let Ok(crates) = std::fs::read_dir(root.join("crates")) else { return false };
    let mut folders = crates.flatten().map(|entry| entry.path()).filter(|path| {
        path.file_name().is_some_and(|n| n.to_string_lossy().replace('-', "_") == krate)
    });
    folders.any(|folder| files(&folder, &parts).iter().any(|file| has_test(file, krate, name)))
}

/// A file that may hold the test, and the path of its module.
struct Candidate {
    file: PathBuf,
    module: String,
}

/// The files whose modules the name begins with.
fn files(folder: &Path, parts: &[&str]) -> Vec<Candidate> {
    let mut files = Vec::new();
    for base in ["src", "tests"] {
        for depth in 0..parts.len() {
            let path: PathBuf = [base].iter().chain(&parts[..depth]).collect();
            let module = parts[..depth].join("::");
            let named = path.with_extension("rs");
            let roots = ["lib.rs", "main.rs", "mod.rs"].map(|file| path.join(file));
            for file in roots.into_iter().chain((depth > 0).then_some(named)) {
                files.push(Candidate { file: folder.join(file), module: module.clone() });
            }
        }
    }
    files
}

fn has_test(candidate: &Candidate, krate: &str, name: &str) -> bool {
    let Ok(text) = std::fs::read_to_string(&candidate.file) else { return false };
    // A file that does not parse does not compile either: another check says so.
    let Ok(parsed) = syn::parse_file(&text) else { return false };
    let mut path = vec![krate.to_string()];
    path.extend(candidate.module.split("::").filter(|part| !part.is_empty()).map(String::from));
    let mut names = HashSet::new();
    add_items(&parsed.items, &mut path, &mut names);
    names.contains(name)
}

fn add_items(items: &[Item], path: &mut Vec<String>, names: &mut HashSet<String>) {
    for item in items {
        match item {
            Item::Fn(function) => {
                let attributes = &function.attrs;
                if has(attributes, "test") && !has(attributes, "ignore") {
                    names.insert(format!("{}::{}", path.join("::"), function.sig.ident));
                }
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    path.push(module.ident.to_string());
                    add_items(items, path, names);
                    path.pop();
                }
            }
            _ => {}
        }
    }
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|a| a.path().segments.last().is_some_and(|s| s.ident == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn unit_and_integration_tests_are_found_and_ignored_ones_are_not() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let file = root.path().join("crates/my-loop").join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write("src/task.rs", "mod tests { #[test] fn wakes() {} #[test] #[ignore] fn slow() {} }");
        write("src/task/timer.rs", "mod tests { #[test] fn rings() {} }");
        write("src/lib.rs", "#[test] fn at_the_root() {} fn no_test() {}");
        write("tests/cancel.rs", "#[test] fn drops() {}");

        for name in [
            "my_loop::at_the_root",
            "my_loop::cancel::drops",
            "my_loop::task::tests::wakes",
            "my_loop::task::timer::tests::rings",
        ] {
            assert!(exists(root.path(), name), "{name} is there");
        }
        for name in [
            "my_loop::no_test",
            "my_loop::task::tests::slow",
            "my_loop::tests::wakes",
            "my_loop::task::wakes",
            "my_loop::drops",
            "my_loop::cancel",
            "my_loop",
            "other::at_the_root",
            "",
        ] {
            assert!(!exists(root.path(), name), "{name} is not there");
        }
    }
}
