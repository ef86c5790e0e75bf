//! `cargo book` on the command line: what it says to a reader who mistypes, and its exit codes.

mod common;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn press(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_press"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_port_in_use_is_one_line_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();

    let output = press(&["serve", "--port", &port], &common::root());

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        error(&output),
        format!("error: port {port} is in use: choose another with --port\n")
    );
}

#[test]
fn outside_the_repository_it_says_so() {
    let elsewhere = tempfile::tempdir().unwrap();
    let output = press(&["check"], elsewhere.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).starts_with("error: no book.toml in "), "{}", error(&output));
}

#[test]
fn wrong_arguments_end_with_2() {
    for wrong in [&["serve", "--port", "many"][..], &["pdf", "--lang", "fr"], &["biuld"], &[]] {
        assert_eq!(press(wrong, &common::root()).status.code(), Some(2), "{wrong:?}");
    }
    let output = press(&["pdf", "--lang", "fr"], &common::root());
    assert!(error(&output).contains("the book is in `en` and `zh`"), "{}", error(&output));
}

#[test]
fn an_unknown_page_is_answered_with_the_nearest_or_with_all() {
    for (asked, said) in [
        ("ch08-task-futures", "book/zh/ch08-task-futures.md; did you mean `ch08-task-future`?\n"),
        ("xyz", "book/zh/xyz.md; there are asyncio-to-rust, ch01-process, "),
    ] {
        let output = press(&["translated", asked], &common::root());

        assert_eq!(output.status.code(), Some(2));
        let begin = format!("error: there is no page {said}");
        assert!(error(&output).starts_with(&begin), "{}", error(&output));
    }
}

#[test]
fn comments_are_written_down_for_a_chapter_and_an_unknown_one_is_answered() {
    let copy = common::Copy::new();
    let file = "crates/ch08-task-future/src/first_task/comments.zh.toml";
    let read = || std::fs::read_to_string(copy.root().join(file)).unwrap();
    let gone = read();
    let other = "[[comment]]\nen = \"gone\"\nzh = \"没有了\"\n";
    std::fs::write(copy.root().join(file), other).unwrap();

    let output = press(&["comments", "book/zh/ch08-task-future.md"], copy.root());

    assert!(output.status.success(), "{}", error(&output));
    let now = read();
    assert!(!now.contains("gone") && now.contains("zh = \"\"\n"), "{now}");
    assert_eq!(now.matches("[[comment]]").count(), gone.matches("[[comment]]").count());
    let output = press(&["comments", "ch08"], copy.root());
    assert_eq!(output.status.code(), Some(2));
    assert!(error(&output).starts_with("error: there is no chapter ch08; "), "{}", error(&output));
}

#[test]
fn a_page_is_known_by_its_path() {
    let copy = common::Copy::new();
    let output = press(&["translated", "book/zh/introduction.md"], copy.root());
    assert!(output.status.success(), "{}", error(&output));
}

#[test]
fn nobody_reading_is_no_panic() {
    let copy = common::Copy::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
    command.arg("check").current_dir(copy.root()).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());

    let output = child.wait_with_output().unwrap();

    assert!(output.status.success(), "{}: {}", output.status, error(&output));
    assert_eq!(error(&output), "");
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_anything_is_built() {
    let copy = common::Copy::new();
    // A file where the folder should be: root may write everywhere, but not below that.
    std::fs::create_dir_all(copy.root().join("target")).unwrap();
    std::fs::write(copy.root().join("target/book"), "").unwrap();
    for what in ["build", "pdf", "epub"] {
        let output = press(&[what], copy.root());

        assert_eq!(output.status.code(), Some(1));
        assert!(error(&output).starts_with("error: cannot write to "), "{}", error(&output));
    }
}

#[test]
fn a_check_counts_what_the_book_has() {
    let output = press(&["check"], common::Copy::new().root());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("claims judged"), "{said}");
    assert!(output.status.success());
}

#[test]
fn what_is_not_mdbooks_request_is_an_error_and_no_panic() {
    let output = press(&["preprocess"], &common::root());
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("preprocessor request"), "{}", error(&output));
}
