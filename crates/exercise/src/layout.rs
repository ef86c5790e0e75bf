//! Checks that the files of exercises and the chapters' tables say the same.

use std::fs;
use std::path::Path;

use listing::{Chapter, Problem, chapters};

use crate::entry::{COMMENTS, of};
use crate::text::{TURN_MARK, Text};
use crate::{Entry, Part, TEST_MARK};

/// What `cargo exercise` has room for on a line of 80.
const GOAL_WIDTH: usize = 60;

/// Everything that is wrong with the exercises' files in the repository at `root`.
///
/// - Every row has its two files and a short goal; every file has its row, numbered as it stands.
/// - Each file says what is to be done, or why it is done so; the one to edit has a hint and a
///   marked place.
/// - The tests of the two are the same, to the byte.
pub fn check_layout(root: &Path) -> Vec<Problem> {
    check(root, chapters())
}

fn check(root: &Path, chapters: &'static [Chapter]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in chapters {
        files_have_rows(root, chapter, &mut problems);
        for entry in of(chapter) {
            row_is_in_order(entry, &mut problems);
            files_are_whole(root, entry, &mut problems);
        }
    }
    problems
}

fn files_have_rows(root: &Path, chapter: &Chapter, problems: &mut Vec<Problem>) {
    for part in [Part::Stub, Part::Solution] {
        let folder = format!("crates/{}/src/{}", chapter.name, part.folder());
        let Ok(files) = fs::read_dir(root.join(&folder)) else { continue };
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let stem = name.strip_suffix(".rs").or_else(|| name.strip_suffix(".zh.md"));
            let known = |stem: &str| chapter.exercises.iter().any(|row| row.name == stem);
            let is_of_all = name == "mod.rs" || part == Part::Stub && name == COMMENTS;
            if !is_of_all && !stem.is_some_and(known) {
                let what = "has no row below [exercises] in the table at the end of lib.rs";
                problems.push(Problem::of(format!("{folder}/{name}"), what));
            }
        }
    }
}

fn row_is_in_order(entry: Entry, problems: &mut Vec<Problem>) {
    let mut say = |what: String| {
        problems.push(Problem::of(format!("crates/{}/src/lib.rs", entry.chapter.name), what));
    };
    if entry.exercise.goal.chars().count() > GOAL_WIDTH {
        let name = entry.exercise.name;
        say(format!("the goal of {name} is longer than {GOAL_WIDTH} letters: a line has no more"));
    }
    let prefix = format!("e{}_", entry.number);
    if !entry.exercise.name.starts_with(&prefix) {
        say(format!(
            "exercise {} stands {} in the table: its name must begin with {prefix}",
            entry.exercise.name, entry.number
        ));
    }
}

fn files_are_whole(root: &Path, entry: Entry, problems: &mut Vec<Problem>) {
    let stub = part_is_whole(root, entry, Part::Stub, problems);
    let solution = part_is_whole(root, entry, Part::Solution, problems);
    let (Some(stub), Some(solution)) = (stub, solution) else { return };
    if stub.test != solution.test {
        let same = stub.test.lines().zip(solution.test.lines()).take_while(|(a, b)| a == b).count();
        let what = format!(
            "its test differs from that of {} from here on",
            entry.file(Part::Stub).display()
        );
        problems.push(Problem::at(entry.file(Part::Solution), solution.test_line + same, what));
    }
}

/// Reads a file, and says what it lacks; `None` if there is nothing to compare.
fn part_is_whole(
    root: &Path,
    entry: Entry,
    part: Part,
    problems: &mut Vec<Problem>,
) -> Option<Text> {
    let file = entry.file(part);
    let source = match fs::read_to_string(root.join(&file)) {
        Ok(source) => source.replace("\r\n", "\n"),
        Err(error) => {
            problems.push(Problem::of(file, format!("cannot be read; its row is there: {error}")));
            return None;
        }
    };
    let text = Text::parse(&source);
    let mut say = |what: String| problems.push(Problem::of(&file, what));
    if text.goal.is_empty() {
        say(match part {
            Part::Stub => "does not open with its goal, in `//!` lines".into(),
            Part::Solution => "does not open with its reasons, in `//!` lines".into(),
        });
    }
    if part == Part::Stub && text.hint.is_empty() {
        say("has no hint: `//! # Hint`, and a line below it".into());
    }
    if part == Part::Stub && !source.contains(TURN_MARK) {
        say(format!("marks no place for the reader: a comment that begins `{TURN_MARK}`"));
    }
    let marks = source.lines().filter(|line| *line == TEST_MARK).count();
    if marks != 1 || !text.test.contains("pub fn test()") {
        say(format!("needs the line `{TEST_MARK}` once, and `pub fn test()` below it"));
        return None;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    static CHAPTERS: &[Chapter] = &[Chapter {
        name: "ch99-fixture",
        question: "Does the tool find its files?",
        listings: &[],
        exercises: &[listing::Exercise { name: "e1_one", goal: "write it" }],
    }];

    const STUB: &str = "//! Write it.\n//!\n//! # Hint\n//!\n//! Do.\n\n// Your turn: here.\n\n\
        // The test: the same for the solution.\n\npub fn test() {}\n";
    const SOLUTION: &str =
        "//! So.\n\n// The test: the same for the solution.\n\npub fn test() {}\n";

    /// What is said of a chapter with these two files, after something was done to its folder.
    fn problems(stub: &str, solution: &str, and: impl FnOnce(&Path)) -> Vec<String> {
        let clone = tempfile::tempdir().unwrap();
        let src = clone.path().join("crates/ch99-fixture/src");
        for (folder, text) in [("exercises", stub), ("solutions", solution)] {
            fs::create_dir_all(src.join(folder)).unwrap();
            fs::write(src.join(folder).join("e1_one.rs"), text).unwrap();
            fs::write(src.join(folder).join("mod.rs"), "").unwrap();
        }
        and(&src);
        check(clone.path(), CHAPTERS).iter().map(Problem::to_string).collect()
    }

    #[track_caller]
    fn assert_said(problems: &[String], words: &str) {
        assert!(problems.len() == 1 && problems[0].contains(words), "{problems:#?}");
    }

    #[test]
    fn a_chapter_in_order_has_no_problem() {
        let comments = |src: &Path| fs::write(src.join("exercises").join(COMMENTS), "").unwrap();
        assert_eq!(problems(STUB, SOLUTION, comments), [] as [&str; 0]);
    }

    #[test]
    fn what_a_file_lacks_is_named() {
        let none = |_: &Path| ();
        let lacks = |part: &str| problems(&STUB.replace(part, ""), SOLUTION, none);

        assert_said(&lacks("//! Write it.\n"), "does not open with its goal");
        assert_said(&lacks("//! Do.\n"), "has no hint");
        assert_said(&lacks("// Your turn: here.\n"), "marks no place");
        assert_said(&lacks("// The test: the same for the solution.\n"), "needs the line");
        assert_said(&problems(STUB, &SOLUTION.replace("//! So.\n", ""), none), "its reasons");
    }

    #[test]
    fn tests_that_differ_are_named_with_the_line() {
        let other = SOLUTION.replace("test() {}", "test() { }");

        let said = problems(STUB, &other, |_| ());

        assert_said(&said, "crates/ch99-fixture/src/solutions/e1_one.rs:5: its test differs");
    }

    #[test]
    fn a_file_without_a_row_and_a_row_without_a_file_are_found() {
        let added = problems(STUB, SOLUTION, |src| {
            fs::write(src.join("exercises/e2_two.rs"), STUB).unwrap();
        });
        assert_said(&added, "crates/ch99-fixture/src/exercises/e2_two.rs: has no row");

        let removed = problems(STUB, SOLUTION, |src| {
            fs::remove_file(src.join("solutions/e1_one.rs")).unwrap();
        });
        assert_said(&removed, "solutions/e1_one.rs: cannot be read");
    }
}
