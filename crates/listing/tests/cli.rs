//! Asks `cargo listing` as a reader would, and looks at what it says and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use catalog::Side;
use listing::{
    PROGRAMS, Program, build, chapters, entries, find, find_chapter, mask, python, root,
};
use tempfile::TempDir;

/// With the chapters' programs built: what they print is what counts here, and the calls do not
/// wait for each other's cargo.
fn listing(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_listing"));
    command.args(arguments).env_remove("CI").env(PROGRAMS, programs());
    command
}

/// The folder with the programs of the chapters that are run here.
fn programs() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let names = ["ch07-async-await", "ch08-task-future"];
        let needed: Vec<_> = names.iter().map(|name| find_chapter(name).unwrap()).collect();
        let mut built = build(&needed).unwrap().into_values();
        let Some(Program::Built(path)) = built.next() else { panic!("chapter 7 is not built") };
        assert!(built.all(|program| matches!(program, Program::Built(_))));
        path.parent().unwrap().to_owned()
    })
}

fn answer(arguments: &[&str]) -> Output {
    listing(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().replace("\r\n", "\n")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_table_names_every_chapter_and_listing() {
    let output = answer(&[]);

    assert!(output.status.success());
    let table = stdout(&output);
    for chapter in chapters() {
        assert!(table.contains(&format!("{}: {}\n", chapter.name, chapter.question)), "{table}");
    }
    for entry in entries() {
        assert!(table.contains(&format!("\n  {} ", entry.listing.name)), "{table}");
    }
}

#[test]
fn the_help_fits_a_narrow_terminal() {
    let output = listing(&["--help"]).env("COLUMNS", "60").output().unwrap();

    let help = stdout(&output);
    let options = help.lines().take_while(|line| *line != "Examples:");
    assert!(options.into_iter().all(|line| line.chars().count() <= 60), "{help}");
}

#[test]
fn the_help_shows_examples() {
    let output = answer(&["--help"]);

    assert!(output.status.success());
    assert!(stdout(&output).contains("  cargo listing first_task tokio  "), "{}", stdout(&output));
}

#[test]
fn a_wrong_name_gets_the_nearest_right_one() {
    let output = answer(&["frist_task"]);

    assert_eq!(output.status.code(), Some(2));
    let said = "error: no listing is named `frist_task`; did you mean `first_task`";
    assert!(stderr(&output).starts_with(said), "{}", stderr(&output));
}

#[test]
fn a_chapter_has_a_table_of_its_own() {
    let (short, number) = (answer(&["ch08"]), answer(&["8"]));

    assert!(short.status.success(), "{}", stderr(&short));
    let table = stdout(&short);
    assert!(table.starts_with("ch08-task-future: ") && !table.contains("ch06"), "{table}");
    assert_eq!(stdout(&number), table);
}

#[test]
fn what_a_chapter_cannot_do_is_a_question_back() {
    for rest in ["tokio", "--source", "--timeline", "--record", "--record-trace"] {
        let output = answer(&["ch08", rest]);

        assert_eq!(output.status.code(), Some(2), "{rest}");
        let said = "error: which listing? ch08-task-future has first_task, ";
        assert!(stderr(&output).starts_with(said), "{rest}: {}", stderr(&output));
    }
}

#[test]
fn a_name_that_is_no_listing_says_what_it_is() {
    for (asked, said) in [
        ("tokio", "name a listing before the runtime: `cargo listing first_task tokio`"),
        ("ch99", "no listing is in `ch99`; there are some in ch01, "),
        ("ekko", "no listing is named `ekko`; did you mean `echo`"),
    ] {
        let output = answer(&[asked]);

        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(stderr(&output).starts_with(&format!("error: {said}")), "{}", stderr(&output));
    }
}

#[test]
fn a_wrong_runtime_gets_the_nearest_right_one() {
    let output = answer(&["first_task", "tokyo"]);

    assert_eq!(output.status.code(), Some(2));
    let said = "error: no runtime is named `tokyo`; did you mean `tokio`?\n";
    assert_eq!(stderr(&output), said);
}

#[test]
fn a_runtime_that_the_listing_does_not_have_gets_those_it_has() {
    let output = answer(&["first_task", "plain"]);

    assert_eq!(output.status.code(), Some(2));
    let said = "error: first_task has no variant for plain; it has python, tokio, async_std, smol";
    assert!(stderr(&output).starts_with(said), "{}", stderr(&output));
}

#[test]
fn the_source_of_one_variant_is_its_path_and_its_text() {
    let output = answer(&["first_task", "async-std", "--source"]);

    assert!(output.status.success());
    let entry = find("first_task").unwrap();
    let path = entry.source(Side::AsyncStd);
    let text = fs::read_to_string(root().unwrap().join(&path)).unwrap();
    assert_eq!(stdout(&output), format!("{}\n\n{text}", path.display()));
}

#[test]
fn the_source_without_a_runtime_is_that_of_all() {
    let output = answer(&["--source", "first_task"]);

    assert!(output.status.success());
    let entry = find("first_task").unwrap();
    for side in entry.sides() {
        assert!(stdout(&output).contains(&entry.source(side).display().to_string()));
    }
}

#[test]
fn one_variant_prints_what_it_prints_and_nothing_else() {
    let output = answer(&["result", "tokio"]);

    assert!(output.status.success());
    let entry = find("result").unwrap();
    assert_eq!(mask(&stdout(&output)), entry.expected(Side::Tokio).unwrap());
}

#[test]
fn all_variants_are_run_and_compared() {
    let output = answer(&["result"]);

    let shown = stdout(&output);
    assert!(output.status.success(), "{shown}");
    for side in find("result").unwrap().sides() {
        assert!(shown.contains(&format!("\n== {side}: ")), "{shown}");
    }
    assert!(shown.ends_with("Everything is as recorded.\n"), "{shown}");
}

#[test]
fn an_output_that_is_not_as_recorded_is_shown_and_fails() {
    let clone = clone_of_chapter("result");
    let file = find("result").unwrap().common_output();
    fs::write(clone.path().join(&file), "something else\n").unwrap();

    let output = listing(&["result"]).current_dir(clone.path()).output().unwrap();

    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    let said = format!("it printed something else than {} says:\n", file.display());
    assert!(shown.contains(&said), "{shown}");
    assert!(shown.contains("\n-something else\n"), "{shown}");
}

#[test]
fn recording_writes_what_the_variants_print() {
    if python().is_err() {
        // Recording needs every variant. `rows` fails in CI if Python is missing.
        return;
    }
    let clone = clone_of_chapter("result");
    let entry = find("result").unwrap();
    let file = entry.common_output();
    let stale = entry.override_output(Side::Smol);
    fs::write(clone.path().join(&file), "something else\n").unwrap();
    fs::write(clone.path().join(&stale), "no longer so\n").unwrap();

    let output = listing(&["--record", "result"]).current_dir(clone.path()).output().unwrap();

    assert!(output.status.success(), "{}", stderr(&output));
    let said = format!(
        "deleted   {}\nrewritten {}\n1 listing recorded, 2 files changed\n",
        stale.display(),
        file.display()
    );
    assert_eq!(stdout(&output), said);
    let recorded = fs::read_to_string(clone.path().join(&file)).unwrap().replace("\r\n", "\n");
    assert_eq!(recorded, entry.expected(Side::Tokio).unwrap());
}

#[test]
fn ci_does_not_record() {
    let output = listing(&["--record"]).env("CI", "true").output().unwrap();

    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("CI checks outputs and does not record them"));
}

#[test]
fn a_timeline_is_drawn_below_what_the_variant_prints() {
    let output = answer(&["done_callback", "tokio", "--timeline"]);

    let shown = stdout(&output);
    assert!(output.status.success(), "{shown}");
    let entry = find("done_callback").unwrap();
    assert!(mask(&shown).starts_with(&entry.expected(Side::Tokio).unwrap()), "{shown}");
    for lane in ["\nthread main\n", "\n  main ", "\n  work ", "\n  watched "] {
        assert!(shown.contains(lane), "{shown}");
    }
    assert!(shown.contains('█') && !shown.contains('\x1b'), "{shown}");
}

#[test]
fn the_runtime_of_a_timeline_need_not_be_named_where_there_is_one() {
    // None that has a single runtime records anything; it says so by the runtime's name.
    let output = answer(&["block_on", "--timeline"]);

    let said = stderr(&output);
    assert!(said.contains("block_on on plain has no timeline: nothing was recorded"), "{said}");
}

#[test]
fn a_timeline_of_one_of_many_is_a_question_back_and_runs_nothing() {
    let has = "first_task has tokio, async_std, smol, turns\n";
    for (arguments, said) in [
        (["first_task", "--timeline", "--time-limit=9"], "which runtime?"),
        (["first_task", "--trace", "--time-limit=9"], "which runtime?"),
        (["first_task", "python", "--timeline"], "a Python original records nothing;"),
    ] {
        let output = answer(&arguments);

        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stderr(&output), format!("error: {said} {has}"), "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_trace_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my.json");

    let output = answer(&["done_callback", "smol", "--trace", file.to_str().unwrap()]);
    let elsewhere =
        listing(&["done_callback", "smol", "--trace"]).current_dir(folder.path()).output().unwrap();

    assert!(output.status.success() && elsewhere.status.success(), "{}", stderr(&output));
    let trace = timeline::read(&file).unwrap();
    assert_eq!((trace.listing.as_str(), trace.side.as_str()), ("done_callback", "smol"));
    timeline::read(&folder.path().join("trace.json")).unwrap();
}

#[test]
fn what_records_nothing_says_how_it_would() {
    let rust = answer(&["result", "tokio", "--timeline"]);

    assert_eq!(rust.status.code(), Some(1));
    let said = stderr(&rust);
    assert!(said.contains("result on tokio has no timeline: nothing was recorded"), "{said}");
}

#[test]
fn timelines_are_recorded_unless_their_order_is_as_it_was() {
    let clone = clone_of_chapter("done_callback");
    let file = clone.path().join(find("done_callback").unwrap().trace(Side::Tokio));
    let mut trace = timeline::read(&file).unwrap();
    let record = ["--record-trace", "done_callback", "tokio"];
    let recorded = || listing(&record).current_dir(clone.path()).output().unwrap();

    let unchanged = recorded();
    trace.lanes[1].name = "somebody".to_owned();
    fs::write(&file, timeline::to_json(&trace)).unwrap();
    let changed = recorded();

    assert_eq!(stdout(&unchanged), "1 timeline recorded, 0 files changed\n");
    assert!(stdout(&changed).starts_with("rewritten "), "{}", stdout(&changed));
    assert_ne!(timeline::read(&file).unwrap(), trace);
}

#[test]
fn ci_does_not_record_timelines() {
    let output = listing(&["--record-trace"]).env("CI", "true").output().unwrap();

    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("CI checks timelines and does not record them"));
}

#[test]
fn without_python_the_original_says_what_is_missing() {
    let output = listing(&["result", "python"]).env("PYTHON", "no-such-python").output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.starts_with("error: cannot run `no-such-python` ("), "{said}");
    assert!(said.contains("install Python 3.11 or later"), "{said}");
}

#[test]
fn without_python_the_others_are_compared_except_in_ci() {
    let mut reader = listing(&["result"]);
    let mut ci = listing(&["result"]);

    let output = reader.env("PYTHON", "no-such-python").output().unwrap();
    let ci = ci.env("PYTHON", "no-such-python").env("CI", "true").output().unwrap();

    assert!(output.status.success());
    assert!(stdout(&output).contains("python did not run.\n"), "{}", stdout(&output));
    assert_eq!(ci.status.code(), Some(1));
}

#[test]
fn nobody_reading_is_no_panic() {
    for arguments in [&[][..], &["result"], &["result", "tokio"], &["result", "--source"]] {
        let mut child =
            listing(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());

        let output = child.wait_with_output().unwrap();

        assert!(output.status.success(), "{arguments:?}: {}", output.status);
        assert_eq!(stderr(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_time_limit_of_nothing_is_refused() {
    for wrong in ["0", "-1", "soon", "inf"] {
        let output = answer(&["result", "--time-limit", wrong]);

        assert_eq!(output.status.code(), Some(2), "--time-limit {wrong}");
    }
}

/// A script in cargo's place stands for a chapter that does not compile.
#[cfg(unix)]
mod with_a_script_for_cargo {
    use super::*;

    /// What cargo says of a file with an error.
    const ERROR: &str = r#"{"reason":"compiler-message","target":{"name":"ch08_task_future"},"message":{"level":"error","rendered":"error: expected `;`\n","spans":[{"file_name":"FILE"}]}}"#;

    /// Runs a listing with a cargo that finds an error in this file, and builds the program when it
    /// is called with this option.
    fn answer(file: &str, builds_with: &str) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let cargo = folder.path().join("cargo");
        let program = programs().join("ch08-task-future");
        let script = format!(
            "#!/bin/sh\ncase $* in *{builds_with}*)\n\
             printf '%s\\n' '{{\"reason\":\"compiler-artifact\",\"target\":{{\"name\":\"ch08-task-future\"}},\
             \"executable\":\"{}\"}}'; exit;; esac\n\
             echo '   Compiling ch08-task-future' >&2; echo 'error: could not compile' >&2\n\
             printf '%s\\n' '{}'; exit 101\n",
            program.display(),
            ERROR.replace("FILE", file),
        );
        let write = r#"printf %s "$1" > "$2" && chmod +x "$2""#;
        let mut sh = Command::new("sh");
        assert!(sh.args(["-c", write, "sh", &script]).arg(&cargo).status().unwrap().success());
        let mut listing = listing(&["result", "tokio"]);
        listing.env_remove(PROGRAMS).env("CARGO", cargo).output().unwrap()
    }

    #[test]
    fn an_exercise_that_does_not_compile_stops_no_listing_and_is_named() {
        let file = "crates/ch08-task-future/src/exercises/e1_predict.rs";

        let output = answer(file, "--no-default-features");

        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(mask(&stdout(&output)), find("result").unwrap().expected(Side::Tokio).unwrap());
        let said = "   Compiling ch08-task-future\nleft out, since it does not compile: ";
        assert_eq!(stderr(&output), format!("{said}{file}\n"));
    }

    #[test]
    fn a_listing_that_does_not_compile_is_told_by_the_compiler() {
        let output = answer("crates/ch08-task-future/src/result/on_tokio.rs", "--never");

        assert_eq!(output.status.code(), Some(1));
        assert_eq!(stdout(&output), "");
        let said = stderr(&output);
        let end = "error: expected `;`\nerror: ch08-task-future does not compile: \
                   see crates/ch08-task-future/src/result/on_tokio.rs\n";
        assert!(said.ends_with(end), "{said}");
    }

    #[test]
    fn a_cargo_that_cannot_be_started_is_named() {
        let mut listing = listing(&["result", "tokio"]);
        listing.env_remove(PROGRAMS).env("CARGO", "/no/such/cargo");

        let output = listing.output().unwrap();

        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with("error: cannot start cargo: "), "{}", stderr(&output));
    }
}

/// Scripts in Python's place stand for listings that hang, fail or print without end.
#[cfg(unix)]
mod with_a_script_for_python {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::ExitStatusExt;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_newer_python_beside_an_old_one_is_found() {
        let script = Script::new("echo the newer one");
        let old = script.0.path().join("python3");
        let write =
            r#"printf '#!/bin/sh\necho 3.9.2\n' > "$1" && chmod +x "$1" && mv "$2" "$1.12""#;
        let mut sh = Command::new("sh");
        sh.args(["-c", write, "sh"]).arg(&old).arg(script.0.path().join("python"));
        assert!(sh.status().unwrap().success());

        let mut listing = listing(&["result", "python"]);
        let output = listing.env_remove("PYTHON").env("PATH", script.0.path()).output().unwrap();

        assert_eq!(stdout(&output), "the newer one\n", "{}", stderr(&output));
    }

    /// A program that says it is Python 3.11, and otherwise runs this script.
    struct Script(TempDir);

    impl Script {
        fn new(script: &str) -> Script {
            let folder = tempfile::tempdir().unwrap();
            let text = format!("#!/bin/sh\n[ \"$1\" = -c ] && echo 3.11.0 && exit\n{script}\n");
            // Another process writes it: a program that is open for writing somewhere cannot be
            // started, and any child that a test starts meanwhile would inherit our open file.
            let write = r#"printf %s "$1" > "$2" && chmod +x "$2""#;
            let path = folder.path().join("python");
            let status =
                Command::new("sh").args(["-c", write, "sh", &text]).arg(path).status().unwrap();
            assert!(status.success());
            Script(folder)
        }

        fn answer(&self, arguments: &[&str]) -> Output {
            listing(arguments).env("PYTHON", self.0.path().join("python")).output().unwrap()
        }
    }

    #[test]
    fn the_exit_code_is_passed_on() {
        let output = Script::new("exit 7").answer(&["result", "python"]);

        assert_eq!(output.status.code(), Some(7));
    }

    #[test]
    fn a_signal_is_passed_on_as_a_shell_does() {
        let output = Script::new("kill -TERM $$").answer(&["result", "python"]);

        assert_eq!(output.status.code(), Some(128 + 15));
    }

    #[test]
    fn one_that_hangs_ends_with_a_program_that_is_told_to_end() {
        let script = Script::new("echo $$; exec sleep 1000");
        let mut command = listing(&["result", "python"]);
        command.env("PYTHON", script.0.path().join("python")).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut sleeper = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut sleeper).unwrap();

        let told = Command::new("kill").arg(child.id().to_string()).status().unwrap();

        assert!(told.success());
        assert_eq!(child.wait().unwrap().signal(), Some(15));
        // A killed process dies when it next has a core, and stays in the table as a zombie until
        // somebody collects it.
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let state = Command::new("ps").args(["-o", "stat=", "-p", sleeper.trim()]).output();
            let state = stdout(&state.unwrap());
            if state.trim().is_empty() || state.starts_with('Z') {
                break;
            }
            assert!(Instant::now() < end, "state of sleeper: {state}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn one_that_hangs_is_stopped() {
        let output = Script::new("sleep 1000").answer(&["result", "python", "--time-limit", "1.5"]);

        assert_eq!(output.status.code(), Some(124));
        assert!(stderr(&output).starts_with("stopped after 1.5 s"), "{}", stderr(&output));
    }

    #[test]
    fn one_that_floods_a_file_is_stopped_by_size() {
        let output = Script::new("while :; do echo again; done").answer(&["result", "python"]);

        assert_eq!(output.status.code(), Some(124));
        let said = "the program printed more than 4 MiB and was stopped";
        assert!(stderr(&output).starts_with(said), "{}", stderr(&output));
        let (length, shown) = (output.stdout.len(), stdout(&output));
        assert!((4 << 20..5 << 20).contains(&length), "{length} bytes");
        assert!(shown.starts_with("again\nagain\n"));
    }

    #[test]
    fn one_that_hangs_fails_the_comparison_and_the_others_still_run() {
        let script = Script::new("echo so far; sleep 1000");

        let output = script.answer(&["result", "--time-limit", "5"]);

        assert_eq!(output.status.code(), Some(1));
        let shown = stdout(&output);
        let said = "so far\n-- failed: it did not end within 5 s and was stopped\n";
        assert!(shown.contains(said), "{shown}");
        assert!(shown.contains("tokio, async_std"), "{shown}");
    }

    #[test]
    fn one_that_prints_more_than_a_pipe_holds_comes_to_its_end() {
        let line = "x".repeat(1000);
        let script =
            Script::new(&format!("yes {line} | head -n 4000; yes {line} | head -n 4000 >&2"));

        let live = script.answer(&["result", "python"]);
        let compared = script.answer(&["result"]);

        assert!(live.status.success());
        assert_eq!(live.stdout.len(), 4_004_000);
        assert_eq!(live.stderr.len(), 4_004_000);
        assert_eq!(compared.status.code(), Some(1));
        assert!(compared.stdout.len() > 8_008_000);
    }
}

/// A folder that is taken for a clone of the repository and has the files of one listing, so that
/// a test can change them.
fn clone_of_chapter(name: &str) -> TempDir {
    let clone = tempfile::tempdir().unwrap();
    let original = root().unwrap();
    let folder = find(name).unwrap().folder();
    copy(&original.join(&folder), &clone.path().join(&folder));
    let table = format!("crates/{}/src/lib.rs", find(name).unwrap().chapter.name);
    for file in ["Cargo.toml", "crates/listing/Cargo.toml", &table] {
        let to = clone.path().join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(original.join(file), to).unwrap();
    }
    clone
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}
