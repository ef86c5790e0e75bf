//! Finds tests by the names that the ledger gives them: `crate::module::test`.

use std::collections::HashSet;
use std::path::Path;
use syn::{Attribute, Item};
use walkdir::WalkDir;

/// The tests of the workspace's crates that run (`#[ignore]` ones do not), by full name.
///
/// A unit test has its module's path, an integration test its file's name:
/// `turns::task::tests::wakes_once`, `turns::cancel::drops_the_future`.
pub fn tests(root: &Path) -> HashSet<String> {
    let mut names = HashSet::new();
    let crates = root.join("crates");
    for folder in WalkDir::new(&crates).min_depth(1).max_depth(1).into_iter().flatten() {
        let name = folder.file_name().to_string_lossy().replace('-', "_");
        for below in ["src", "tests"] {
            let base = folder.path().join(below);
            for file in WalkDir::new(&base).into_iter().flatten() {
                if file.path().extension().is_some_and(|e| e == "rs") {
                    add_file(&name, &base, file.path(), &mut names);
                }
            }
        }
    }
    names
}

fn add_file(krate: &str, base: &Path, file: &Path, names: &mut HashSet<String>) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    // A file that does not parse does not compile either: another check says so.
    let Ok(parsed) = syn::parse_file(&text) else { return };
    let mut path = vec![krate.to_string()];
    let below = file.strip_prefix(base).unwrap_or(file).with_extension("");
    path.extend(below.iter().map(|part| part.to_string_lossy().into_owned()));
    if matches!(path.last().map(String::as_str), Some("lib" | "main" | "mod")) {
        path.pop();
    }
    add_items(&parsed.items, &mut path, names);
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
        write("src/lib.rs", "#[test] fn at_the_root() {} fn no_test() {}");
        write("tests/cancel.rs", "#[test] fn drops() {}");

        let found = tests(root.path());

        let mut found: Vec<_> = found.into_iter().collect();
        found.sort();
        assert_eq!(
            found,
            ["my_loop::at_the_root", "my_loop::cancel::drops", "my_loop::task::tests::wakes"]
        );
    }
}
