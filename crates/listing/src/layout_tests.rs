//! Breaks the folder of a chapter in each way once, and looks at what is said.

use super::*;
use crate::entry::fixture;

/// A repository with the fixture chapter, in which nothing is wrong.
struct Clone(tempfile::TempDir);

const FOLDER: &str = "crates/ch99-fixture/src/everywhere";
const BESIDE: &str = "crates/ch99-fixture/src/beside_python";

impl Clone {
    fn new() -> Clone {
        let clone = Clone(tempfile::tempdir().unwrap());
        let lib = format!("{}\n{FEATURE}", fixture::TABLE.trim_start());
        clone.write("crates/ch99-fixture/src/lib.rs", &lib);
        clone.write("crates/ch99-fixture/src/main.rs", "fn main() { runner::run(&CHAPTER) }");
        clone.write("crates/ch99-fixture/Cargo.toml", "[features]\nexercises = []\n");
        clone.write("crates/ch99-fixture/src/alone.rs", "pub fn main() {}");
        clone.write("crates/ch99-fixture/src/alone.output.txt", "one\n");
        for file in ["mod.rs", "original.py", "plain.rs", "output.txt"] {
            clone.write(&format!("{BESIDE}/{file}"), "");
        }
        clone.write(&format!("{FOLDER}/mod.rs"), "");
        clone.write(&format!("{FOLDER}/original.py"), "");
        for file in ["on_tokio.rs", "on_async_std.rs", "on_smol.rs", "on_turns.rs"] {
            clone.write(&format!("{FOLDER}/{file}"), "pub fn main() {}\nasync fn work() {}\n");
        }
        clone.write(&format!("{FOLDER}/output.txt"), "all\n");
        clone
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, file: &str) {
        fs::remove_file(self.0.path().join(file)).unwrap();
    }

    fn problems(&self) -> Vec<String> {
        check(self.0.path(), fixture::chapters()).iter().map(Problem::to_string).collect()
    }
}

#[test]
fn a_chapter_in_order_has_no_problem() {
    assert_eq!(Clone::new().problems(), Vec::<String>::new());
}

#[test]
fn a_missing_file_is_named_at_its_row() {
    let clone = Clone::new();
    clone.remove(&format!("{FOLDER}/on_smol.rs"));

    assert_eq!(
        clone.problems(),
        [format!(
            "crates/ch99-fixture/src/lib.rs:3: {FOLDER}/on_smol.rs does not exist; the row names smol"
        )]
    );
}

#[test]
fn a_missing_plain_listing_is_named_at_its_row() {
    let clone = Clone::new();
    clone.remove("crates/ch99-fixture/src/alone.rs");

    let expected = "crates/ch99-fixture/src/lib.rs:4: crates/ch99-fixture/src/alone.rs does not exist; the row names plain";
    assert_eq!(clone.problems(), [expected]);
}

#[test]
fn a_plain_listing_beside_python_is_held_to_its_folder() {
    let clone = Clone::new();
    clone.remove(&format!("{BESIDE}/plain.rs"));
    clone.write(&format!("{BESIDE}/on_smol.rs"), "");
    clone.write(&format!("{FOLDER}/plain.rs"), "");

    let expected = [
        format!("{FOLDER}/plain.rs: no variant of the row runs it"),
        format!(
            "crates/ch99-fixture/src/lib.rs:5: {BESIDE}/plain.rs does not exist; the row names plain"
        ),
        format!("{BESIDE}/on_smol.rs: no variant of the row runs it"),
    ];
    assert_eq!(clone.problems(), expected);
}

#[test]
fn a_folder_without_a_row_is_named() {
    let clone = Clone::new();
    clone.write("crates/ch99-fixture/src/forgotten/mod.rs", "");
    clone.write("crates/ch99-fixture/src/forgotten/on_smol.rs", "");
    clone.write("crates/ch99-fixture/src/no_listing/mod.rs", "");

    let expected =
        "crates/ch99-fixture/src/forgotten: has no row in the table at the end of lib.rs";
    assert_eq!(clone.problems(), [expected]);
}

#[test]
fn a_program_or_an_output_without_a_row_is_named() {
    let clone = Clone::new();
    clone.write("crates/ch99-fixture/src/forgotten.rs", "pub fn main() {}");
    clone.write("crates/ch99-fixture/src/gone.output.txt", "");
    clone.write("crates/ch99-fixture/src/helper.rs", "pub fn help() {}");

    let row = "has no row in the table at the end of lib.rs";
    let expected = [
        format!("crates/ch99-fixture/src/forgotten.rs: {row}"),
        format!("crates/ch99-fixture/src/gone.output.txt: {row}"),
    ];
    assert_eq!(clone.problems(), expected);
}

#[test]
fn a_file_that_nothing_runs_is_named() {
    let clone = Clone::new();
    clone.write(&format!("{FOLDER}/on_embassy.rs"), "");

    let expected = format!("{FOLDER}/on_embassy.rs: no variant of the row runs it");
    assert_eq!(clone.problems(), [expected]);
}

#[test]
fn functions_in_another_order_are_named_with_their_line() {
    let clone = Clone::new();
    let other_order = "\nasync fn work() {}\npub fn main() {}\n";
    clone.write(&format!("{FOLDER}/on_smol.rs"), other_order);

    let expected = format!(
        "{FOLDER}/on_smol.rs:2: has `work` where on_tokio.rs:1 has `main`: all variants have the same functions in the same order"
    );
    assert_eq!(clone.problems(), [expected]);
}

#[test]
fn a_function_too_many_and_one_too_few_are_named() {
    let clone = Clone::new();
    let one_more = "pub fn main() {}\nasync fn work() {}\nfn more() {}\n";
    clone.write(&format!("{FOLDER}/on_smol.rs"), one_more);
    clone.write(&format!("{FOLDER}/on_turns.rs"), "pub fn main() {}\n");

    let expected = [
        format!("{FOLDER}/on_smol.rs:3: has `more`, which on_tokio.rs does not have"),
        format!("{FOLDER}/on_turns.rs: ends before `work`, which on_tokio.rs:2 has"),
    ];
    assert_eq!(clone.problems(), expected);
}

#[test]
fn an_output_of_one_side_must_differ_and_the_side_must_be_there() {
    let clone = Clone::new();
    clone.write(&format!("{FOLDER}/output.smol.txt"), "all\n");
    clone.write(&format!("{FOLDER}/output.async-std.txt"), "other\n");
    clone.write(&format!("{FOLDER}/output.tokio.txt"), "other\n");

    let expected = [
        format!("{FOLDER}/output.async-std.txt: no variant is named async-std"),
        format!(
            "{FOLDER}/output.smol.txt: says the same as output.txt; `cargo listing --record everywhere` deletes it"
        ),
    ];
    assert_eq!(clone.problems(), expected);
}

#[test]
fn a_timeline_must_be_one_of_a_rust_side_and_readable() {
    let clone = Clone::new();
    clone.write(&format!("{FOLDER}/trace.python.json"), "{}");
    clone.write(&format!("{FOLDER}/trace.smol.json"), "no JSON");
    clone
        .write(&format!("{FOLDER}/trace.turns.json"), &timeline::to_json(&timeline::merge(vec![])));
    clone.write("crates/ch99-fixture/src/gone.trace.json", "{}");

    let expected = [
        "crates/ch99-fixture/src/gone.trace.json: has no row in the table at the end of lib.rs"
            .to_owned(),
        format!("{FOLDER}/trace.python.json: no Rust variant is named python"),
        format!("{FOLDER}/trace.smol.json: expected ident at line 1 column 2"),
    ];
    assert_eq!(clone.problems(), expected);
}

#[test]
fn a_missing_output_is_named_with_the_command_that_writes_it() {
    let clone = Clone::new();
    clone.remove("crates/ch99-fixture/src/alone.output.txt");

    let expected = "crates/ch99-fixture/src/alone.output.txt: does not exist; `cargo listing --record alone` writes it";
    assert_eq!(clone.problems(), [expected]);
}

#[test]
fn what_a_chapter_needs_to_be_run_is_named() {
    let clone = Clone::new();
    clone.remove("crates/ch99-fixture/src/main.rs");
    clone.write("crates/ch99-fixture/Cargo.toml", "");
    clone.write("crates/ch99-fixture/src/lib.rs", fixture::TABLE);

    let folder = "crates/ch99-fixture";
    let cure = "CONTRIBUTING.md says what a chapter's crate has";
    let expected = [
        format!("{folder}/src/main.rs: the chapter has no program; {cure}"),
        format!("{folder}/Cargo.toml: the chapter has no feature `exercises`; {cure}"),
        format!(
            "{folder}/src/lib.rs: the exercises are compiled without the feature `exercises`; {cure}"
        ),
    ];
    assert_eq!(clone.problems(), expected);
}
