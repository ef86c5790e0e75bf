//! One exercise: tries it and says what is wrong, or shows its hint or its solution.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use exercise::{Entry, Outcome, Panic, Part, Run, Text, run, text, words};
use listing::limit::MOST_MIB;
use listing::root;

use super::{Paint, print};

/// The exit code of an exercise that is not solved yet.
const NOT_YET: u8 = 1;

/// Shows the goal, and tries what the reader has written.
pub fn attempt(entry: Entry, limit: Duration, paint: Paint) -> Result<ExitCode> {
    print(&head(entry, &text(root()?, entry, Part::Stub)?, paint))?;
    again(entry, limit, paint)
}

/// Tries it as it is now.
pub fn again(entry: Entry, limit: Duration, paint: Paint) -> Result<ExitCode> {
    listing::build(&[entry.chapter])?;
    let text = text(root()?, entry, Part::Stub)?;
    let run = run(entry, Part::Stub, limit)?;
    print(&told(entry, &text, &run, paint))?;
    let solved = run.outcome == Outcome::Solved;
    Ok(if solved { ExitCode::SUCCESS } else { ExitCode::from(NOT_YET) })
}

/// Prints the hint.
pub fn hint(entry: Entry) -> Result<ExitCode> {
    let text = text(root()?, entry, Part::Stub)?;
    print(&format!("{}\n", text.hint))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the path and the text of the solution, without the test: that one is known.
pub fn solution(entry: Entry) -> Result<ExitCode> {
    let text = text(root()?, entry, Part::Solution)?;
    let path = entry.file(Part::Solution);
    print(&format!("{}\n\n{}\n\n{}\n", path.display(), text.goal, text.code))?;
    Ok(ExitCode::SUCCESS)
}

/// What is to be done.
pub fn head(entry: Entry, text: &Text, paint: Paint) -> String {
    let title = format!("{}  {}", entry.short(), entry.exercise.name);
    format!("{}\n\n{}\n\n", paint.bold(&title), text.goal)
}

/// How it went, in plain words.
fn told(entry: Entry, text: &Text, run: &Run, paint: Paint) -> String {
    let mut out = String::new();
    if !run.printed.trim().is_empty() {
        out += &format!("It printed:\n\n{}\n\n", indented(run.printed.trim_end()));
    }
    let not_yet = paint.red("Not solved yet.");
    let short = entry.short();
    match &run.outcome {
        Outcome::Solved => {
            out += &paint.green("Solved.");
            return out + &format!(" Compare: cargo exercise {short} --solution\n");
        }
        Outcome::Failed { panic, others } => {
            for other in others {
                out += &format!("A panic on the way, {}: {}\n\n", at(other), other.message);
            }
            out += &format!("{not_yet} {}\n", failure(entry, text, panic));
        }
        Outcome::Stopped(limit) => {
            let seconds = limit.as_secs_f64();
            out += &format!(
                "{not_yet} The test did not end within {seconds} s and was stopped.\n\
                 Something waits that nobody wakes, or goes round for ever.\n"
            );
        }
        Outcome::Flooded => {
            out += &format!(
                "{not_yet} The test printed more than {MOST_MIB} MiB and was stopped.\n\
                 Something prints in a loop that never ends.\n"
            );
        }
        Outcome::NotCompiled(broken) => {
            out += &broken.said;
            out += &format!("{not_yet} {}\n", not_compiled(entry, &broken.files));
        }
        Outcome::Died(how) => {
            out += &format!(
                "{not_yet} The program ended before its test did ({how}):\n\
                 by an abort, a call of `exit`, or a function that calls itself without end.\n"
            );
        }
    }
    out + &format!(
        "\nEdit  {}\nHint  cargo exercise {short} --hint\n",
        place(entry, text.turn_line)
    )
}

/// The sentence, the two values, and the line of the panic that ended the test.
fn failure(entry: Entry, text: &Text, panic: &Panic) -> String {
    let said = words(&panic.message);
    let mut out = said.sentence;
    if let Some((left, right)) = said.values {
        out += &format!("\n\n  it is         {left}\n  it should be  {right}");
    }
    let here = panic.file == place_of_file(entry);
    let what = if here && panic.line >= text.test_line { "The assertion" } else { "The panic" };
    out + &format!("\n\n{what} stands at {}", at(panic))
}

/// Which file does not compile, and what to do if it is another one.
fn not_compiled(entry: Entry, files: &[String]) -> String {
    if files.is_empty() || files.contains(&place_of_file(entry)) {
        return "It does not compile.".to_owned();
    }
    let files = files.join(" ");
    format!(
        "The exercises of a chapter are compiled together, and another one does not compile.\n\
         Mend it, or take it back:  git restore {files}"
    )
}

fn at(panic: &Panic) -> String {
    if panic.file.is_empty() {
        "a place that is not known".to_owned()
    } else {
        format!("{}:{}", panic.file, panic.line)
    }
}

fn place(entry: Entry, line: usize) -> String {
    format!("{}:{line}", place_of_file(entry))
}

fn place_of_file(entry: Entry) -> String {
    entry.file(Part::Stub).to_string_lossy().replace('\\', "/")
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use exercise::entries;
    use listing::Broken;

    const SOURCE: &str = "//! Do it.\n\nfn a() {\n    // Your turn: here.\n}\n\n\
        // The test: the same for the solution.\npub fn test() {}\n";

    fn said(outcome: Outcome, printed: &str) -> String {
        let run = Run { outcome, printed: printed.into() };
        told(entries().next().unwrap(), &Text::parse(SOURCE), &run, Paint::never())
    }

    fn panic(line: usize, message: &str) -> Panic {
        Panic { file: place_of_file(entries().next().unwrap()), line, message: message.into() }
    }

    #[test]
    fn a_failed_comparison_is_told_with_its_values_and_its_line() {
        let message = "assertion `left == right` failed: Both speak.\n  left: [1]\n right: [1, 2]";
        let others = vec![panic(3, "on the way")];

        let said = said(Outcome::Failed { panic: panic(8, message), others }, "hello\n");

        let file = place_of_file(entries().next().unwrap());
        let expected = format!(
            "It printed:\n\n  hello\n\nA panic on the way, {file}:3: on the way\n\n\
             Not solved yet. Both speak.\n\n  it is         [1]\n  it should be  [1, 2]\n\n\
             The assertion stands at {file}:8\n\nEdit  {file}:4\n"
        );
        assert!(said.starts_with(&expected), "{said}");
    }

    #[test]
    fn a_hang_a_flood_and_an_abort_are_told_as_such() {
        let hang = said(Outcome::Stopped(Duration::from_secs(10)), "");
        assert!(hang.contains("did not end within 10 s and was stopped"), "{hang}");

        let flood = said(Outcome::Flooded, "again\n… and so on\n");
        assert!(flood.starts_with("It printed:\n\n  again\n  … and so on\n"), "{flood}");
        assert!(flood.contains("printed more than 4 MiB and was stopped"), "{flood}");

        let abort = said(Outcome::Died("signal: 6 (SIGABRT)".into()), "");
        assert!(abort.contains("before its test did (signal: 6 (SIGABRT))"), "{abort}");
    }

    #[test]
    fn what_does_not_compile_is_told_by_the_compiler_and_another_file_by_its_name() {
        let told = |file: String| {
            let words = "error[E0308]: mismatched types\n".to_owned();
            said(Outcome::NotCompiled(Broken { files: vec![file], said: words }), "")
        };

        let own = told(place_of_file(entries().next().unwrap()));
        let begin = "error[E0308]: mismatched types\nNot solved yet. It does not compile.\n";
        assert!(own.starts_with(begin), "{own}");
        let other = told("crates/ch01-process/src/exercises/e9.rs".to_owned());
        let cure = "git restore crates/ch01-process/src/exercises/e9.rs\n";
        assert!(other.contains("another one does not compile") && other.contains(cure), "{other}");
    }

    #[test]
    fn a_panic_of_the_readers_own_code_is_no_assertion() {
        let panic = panic(3, "index out of bounds");

        let said = said(Outcome::Failed { panic, others: Vec::new() }, "");

        assert!(said.contains("\nThe panic stands at "), "{said}");
    }
}
