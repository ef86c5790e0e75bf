//! Asks `cargo exercise` as a reader would, and looks at what it says and how it ends.
//!
//! The files to edit are unsolved in the repository, so nothing here sees the word of success;
//! `tests/rows.rs` sees the solutions pass.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use exercise::{Entry, Part, entries, text};
use listing::{PROGRAMS, Program, build, chapters, root};

/// With the chapters' programs built: the calls do not wait for each other's cargo.
fn answer(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exercise"));
    command.args(arguments).env(PROGRAMS, programs()).output().unwrap()
}

/// The folder with the programs of all chapters.
fn programs() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let built = build(&chapters().iter().collect::<Vec<_>>()).unwrap();
        let paths = built.into_values().map(|program| match program {
            Program::Built(path) => path,
            broken => panic!("{broken:?}"),
        });
        paths.collect::<Vec<_>>()[0].parent().unwrap().to_owned()
    })
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().replace("\r\n", "\n")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap().replace("\r\n", "\n")
}

fn ch08_3() -> Entry {
    entries().find(|entry| entry.path() == "ch08/e3_cancel").unwrap()
}

#[test]
fn the_table_has_every_exercise_below_its_chapter_within_80_columns() {
    let output = answer(&[]);

    assert!(output.status.success(), "{}", stderr(&output));
    let table = stdout(&output);
    for chapter in chapters().iter().filter(|chapter| !chapter.exercises.is_empty()) {
        assert!(table.contains(&format!("{}: {}\n", chapter.name, chapter.question)), "{table}");
    }
    for entry in entries() {
        let row = format!("\n  {:8} not yet  {}\n", entry.short(), entry.exercise.goal);
        assert!(table.contains(&row), "{table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(!table.contains('\u{1b}'), "colour where there is no terminal: {table}");
}

#[test]
fn a_chapter_has_a_table_of_its_own() {
    let output = answer(&["ch08"]);

    assert!(output.status.success());
    let rows = chapters().iter().find(|chapter| chapter.name.starts_with("ch08-")).unwrap();
    let count = rows.exercises.len();
    assert!(stdout(&output).contains(&format!("0 of {count} solved. ")), "{}", stdout(&output));
}

#[test]
fn an_exercise_that_is_not_solved_says_what_is_wrong_and_where_to_go_on() {
    let output = answer(&["ch08/3"]);

    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    let text = text(root().unwrap(), ch08_3(), Part::Stub).unwrap();
    let file = "crates/ch08-task-future/src/exercises/e3_cancel.rs";
    assert!(said.starts_with(&format!("ch08/3  e3_cancel\n\n{}\n", text.goal)), "{said}");
    let wrong = "Not solved yet. A task that waits can be cancelled, but `cancel` says it was not.";
    assert!(said.contains(wrong), "{said}");
    assert!(said.contains(&format!("The assertion stands at {file}:")), "{said}");
    assert!(said.contains(&format!("\nEdit  {file}:{}\n", text.turn_line)), "{said}");
    assert!(!said.contains("RUST_BACKTRACE") && stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn the_hint_and_the_solution_are_shown_on_request() {
    let entry = ch08_3();
    let stub = text(root().unwrap(), entry, Part::Stub).unwrap();
    let solution = text(root().unwrap(), entry, Part::Solution).unwrap();

    assert_eq!(stdout(&answer(&["e3_cancel", "--hint"])), format!("{}\n", stub.hint));
    let shown = stdout(&answer(&["ch08-task-future/3", "--solution"]));
    let file = entry.file(Part::Solution);
    let expected = format!("{}\n\n{}\n\n{}\n", file.display(), solution.goal, solution.code);
    assert_eq!(shown, expected);
}

#[test]
fn a_wrong_name_gets_the_nearest_right_one() {
    for (asked, said) in [
        ("ch08/e3_cancle", "no exercise is named `ch08/e3_cancle`; did you mean `ch08/e3_cancel`"),
        ("ch08/99", "no exercise is named `ch08/99`; ch08 has 1 to 5"),
        ("xyz", "no exercise is named `xyz`; `cargo exercise` shows them all"),
    ] {
        let output = answer(&[asked]);

        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).starts_with(&format!("error: {said}")), "{}", stderr(&output));
    }
}

#[test]
fn a_hint_of_a_whole_chapter_is_a_question_back() {
    let output = answer(&["ch08", "--hint"]);

    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("error: which exercise? ch08 has ch08/1, ch08/2"));
}
