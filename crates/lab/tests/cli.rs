//! Asks `cargo lab` as a reader would, and looks at what it says, what it keeps and how it ends.

#![forbid(unsafe_code)]

use std::fs;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The quickest of all figures.
const QUICK: [&str; 4] = ["switch.poll", "--quick", "--rounds", "1"];

fn lab(arguments: &[&str]) -> Command {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_lab"));
    lab.args(arguments).stdin(Stdio::null());
    lab
}

fn answer(arguments: &[&str]) -> Output {
    lab(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn nobody_reading_is_no_panic_and_the_results_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.json");
    let measure = [&QUICK[..], &["--json", file.to_str().unwrap()]].concat();
    let again = ["--from", file.to_str().unwrap()];
    for arguments in [&["--list"][..], &["turns", "--list"], &measure, &again] {
        let mut lab = lab(arguments);
        let mut child = lab.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());

        let output = child.wait_with_output().unwrap();

        let said = stderr(&output);
        assert!(output.status.success(), "{arguments:?}: {}: {said}", output.status);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    }
    assert!(fs::read_to_string(file).unwrap().contains("switch.poll"));
}

#[test]
fn a_file_that_cannot_be_written_is_said_before_the_measuring() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "what was there").unwrap();
    let below = file.join("kept");
    for option in ["--json", "--html"] {
        let output = answer(&[&QUICK[..], &[option, below.to_str().unwrap()]].concat());

        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with("error: cannot make "), "{}", stderr(&output));
        assert_eq!(stdout(&output), "", "{option}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "what was there");
}

#[test]
fn a_file_that_holds_no_results_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.json");
    fs::write(&file, "{").unwrap();

    let output = answer(&["--from", file.to_str().unwrap()]);

    assert_eq!(output.status.code(), Some(1));
    let said = format!("error: {} holds no results of the lab", file.display());
    assert!(stderr(&output).starts_with(&said), "{}", stderr(&output));
}

#[test]
fn wrong_arguments_end_with_2() {
    for wrong in [&["witch"][..], &["--rounds", "0"], &["turns", "switch"], &["--quik"]] {
        let output = answer(wrong);

        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
    }
}

#[test]
fn a_python_that_was_named_and_is_none_is_not_replaced_by_another() {
    let mut lab = lab(&["switch.python.generator", "--quick", "--rounds", "1"]);

    let output = lab.env("PYTHON", "no-such-python").output().unwrap();

    let said = stdout(&output);
    assert!(said.contains("PYTHON names \"no-such-python\", which is none"), "{said}");
}

#[test]
fn a_free_threaded_python_that_was_named_and_is_none_is_not_replaced_by_another() {
    let mut lab = lab(&["gil.free.1", "--quick", "--rounds", "1"]);

    let output = lab.env("PYTHON_FREE_THREADED", "no-such-python").output().unwrap();

    let said = stdout(&output);
    assert!(said.contains("PYTHON_FREE_THREADED names \"no-such-python\""), "{said}");
}

#[test]
fn what_the_caller_has_set_for_python_is_not_measured() {
    if lab::python::find(lab::python::Interpreter::Usual).is_err() {
        return;
    }
    let mut lab = lab(&["switch.python.generator", "--quick", "--rounds", "1"]);

    // With that, Python does not start.
    let output = lab.env("PYTHONHASHSEED", "no number").output().unwrap();

    let said = stdout(&output);
    assert!(output.status.success() && !said.contains("needs Python"), "{said}{}", stderr(&output));
}

/// Told to end in the middle, by Ctrl-C or by `kill`, it ends what it has started and keeps what it
/// has measured.
#[cfg(unix)]
#[test]
fn what_was_measured_before_it_is_told_to_end_is_kept() {
    use std::io::{BufRead, BufReader};

    // A Python that answers as one does, and then says its number and hangs.
    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python");
    let pipe = folder.path().join("pipe");
    let answer = format!("printf '%s\\nCPython 3.13.0\\n0\\n' '{}'", python.display());
    let hang = format!("echo $$ > '{}'; exec sleep 1000", pipe.display());
    let text = format!("#!/bin/sh\n[ \"$1\" = -c ] && {answer} && exit\n{hang}\n");
    // Written by another process: one that is open for writing somewhere cannot be started.
    let write = r#"printf %s "$1" > "$2" && chmod +x "$2" && mkfifo "$3""#;
    let mut sh = Command::new("sh");
    sh.args(["-c", write, "sh", &text]).args([&python, &pipe]);
    assert!(sh.status().unwrap().success());

    for signal in ["-INT", "-TERM", "-HUP"] {
        let file = folder.path().join("kept.json");
        let mut lab = lab(&["switch.poll", "switch.python.generator", "--quick", "--rounds", "2"]);
        lab.arg("--json").arg(&file).env("PYTHON", &python);
        let mut child = lab.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut sleeper = String::new();
        let opened = fs::File::open(&pipe).unwrap();
        BufReader::new(opened).read_line(&mut sleeper).unwrap();

        let told = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();

        assert!(told.success());
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(130), "{signal}: {status}");
        let kept = figures::Results::read(&file).unwrap();
        assert!(!kept.complete, "{signal}");
        assert!(kept.figure("switch.poll").unwrap().value.is_some(), "{signal}");
        // A killed process dies when it next has a core.
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let state = Command::new("ps").args(["-o", "stat=", "-p", sleeper.trim()]).output();
            let state = String::from_utf8(state.unwrap().stdout).unwrap();
            if state.trim().is_empty() || state.starts_with('Z') {
                break;
            }
            assert!(Instant::now() < end, "{signal}: {state}");
            thread::sleep(Duration::from_millis(10));
        }
        fs::remove_file(file).unwrap();
    }
}
