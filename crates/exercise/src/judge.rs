//! Holds a run to what its file is for: a solution passes, a file to edit fails by its own words.

use crate::{Entry, Outcome, Part, Run, Text, words};

/// Asks that the solution pass.
///
/// # Errors
///
/// How it ended instead.
pub fn judge_solution(run: &Run) -> Result<(), String> {
    match &run.outcome {
        Outcome::Solved => Ok(()),
        other => Err(format!("the solution does not pass its test: {other:?}\n{}", run.printed)),
    }
}

/// Asks that the file to edit fail, by an assertion of the test or a `todo!()`: a reader who
/// starts is to read what is missing, not what broke.
///
/// # Errors
///
/// How it ended instead.
pub fn judge_stub(entry: Entry, text: &Text, run: &Run) -> Result<(), String> {
    let file = entry.file(Part::Stub).to_string_lossy().replace('\\', "/");
    let panic = match &run.outcome {
        Outcome::Failed { panic, .. } => panic,
        Outcome::Solved => return Err(format!("{file} passes its test: it is solved already")),
        other => {
            return Err(format!(
                "{file} fails, but not by an assertion: {other:?}\n{}",
                run.printed
            ));
        }
    };
    let is_todo = panic.message.starts_with("not yet implemented");
    if panic.file != file || !(is_todo || panic.line >= text.test_line) {
        return Err(format!("{file} fails outside of its test: {panic:?}"));
    }
    if !words(&panic.message).own {
        let line = panic.line;
        return Err(format!("{file}:{line}: the assertion needs a message in plain words"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Panic, entries};
    use std::time::Duration;

    const SOURCE: &str = "fn solve() {}\n// The test: the same for the solution.\npub fn test() {}";

    fn judged(outcome: Outcome) -> Result<(), String> {
        let run = Run { outcome, printed: String::new() };
        judge_stub(entries().next().unwrap(), &Text::parse(SOURCE), &run)
    }

    fn failed(line: usize, message: &str) -> Outcome {
        let file = entries().next().unwrap().file(Part::Stub).to_string_lossy().into_owned();
        let panic = Panic { file, line, message: message.into() };
        Outcome::Failed { panic, others: Vec::new() }
    }

    #[test]
    fn an_assertion_of_the_test_or_a_todo_is_how_a_stub_fails() {
        assert_eq!(judged(failed(3, "They speak in turn.")), Ok(()));
        assert_eq!(judged(failed(1, "not yet implemented")), Ok(()));
    }

    #[test]
    fn any_other_end_is_refused() {
        let elsewhere =
            Panic { file: "crates/turns/src/lib.rs".into(), line: 9, message: "".into() };
        for (outcome, words) in [
            (Outcome::Solved, "is solved already"),
            (Outcome::Stopped(Duration::from_secs(1)), "not by an assertion"),
            (Outcome::Flooded, "not by an assertion"),
            (Outcome::Died("signal: 6".into()), "not by an assertion"),
            (failed(1, "index out of bounds"), "outside of its test"),
            (Outcome::Failed { panic: elsewhere, others: Vec::new() }, "outside of its test"),
            (failed(3, "assertion failed: a"), "needs a message"),
        ] {
            let said = judged(outcome).unwrap_err();
            assert!(said.contains(words), "{said}");
        }
    }
}
