//! Runs the test of an exercise, and reports how it ended to the tool that started the program.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};

/// Begins the report at the end of the child's stderr; no program prints it by accident.
const REPORT: &str = "\u{1e}exercise\u{1f}";
const RECORD: char = '\u{1e}';
const FIELD: char = '\u{1f}';

/// What a panic said, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// Its file as the compiler names it, with `/` on every system.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its words.
    pub message: String,
}

/// How a test ended, by its own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// It passed.
    Passed,
    /// The panic that ended the test, and those before it that did not.
    Failed(Panic, Vec<Panic>),
}

/// Runs it, reports at the end of stderr, and ends the process.
pub(crate) fn run(test: fn()) -> ! {
    let report = attempt(test);
    eprint!("{}", written(&report));
    // Threads that the test leaves behind end here.
    process::exit(if report == Report::Passed { 0 } else { 1 })
}

/// Runs a test. Panics are kept instead of printed: a test may provoke some on purpose, and a
/// trace through a runtime helps nobody who looks for their own line.
fn attempt(test: fn()) -> Report {
    let seen: Arc<Mutex<Vec<Panic>>> = Arc::default();
    let into = Arc::clone(&seen);
    panic::set_hook(Box::new(move |panic| {
        let (file, line) =
            panic.location().map_or((String::new(), 0), |at| (at.file().into(), at.line()));
        let message = words_of(panic.payload());
        let panic = Panic { file: file.replace('\\', "/"), line: line as usize, message };
        into.lock().unwrap_or_else(PoisonError::into_inner).push(panic);
    }));
    let Err(payload) = panic::catch_unwind(AssertUnwindSafe(test)) else { return Report::Passed };
    let mut seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    // A panic that a runtime passes on keeps its words; the hook is not called a second time.
    let message = words_of(&*payload);
    let at = seen.iter().rposition(|panic| panic.message == message);
    let ended_by = match at {
        Some(at) => seen.remove(at),
        None => Panic { file: String::new(), line: 0, message },
    };
    Report::Failed(ended_by, seen)
}

fn words_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

fn written(report: &Report) -> String {
    let mut out = REPORT.to_owned();
    if let Report::Failed(ended_by, others) = report {
        for panic in std::iter::once(ended_by).chain(others) {
            let Panic { file, line, message } = panic;
            out += &format!("{RECORD}{file}{FIELD}{line}{FIELD}{message}");
        }
    }
    out
}

/// Splits what came by stderr into what the test said and its report, if there is one.
pub fn reported(stderr: &str) -> (String, Option<Report>) {
    let Some((said, report)) = stderr.rsplit_once(REPORT) else {
        return (stderr.to_owned(), None);
    };
    let mut panics = report.split(RECORD).skip(1).filter_map(|record| {
        let mut fields = record.splitn(3, FIELD);
        let (file, line, message) = (fields.next()?, fields.next()?, fields.next()?);
        let (file, message) = (file.to_owned(), message.to_owned());
        Some(Panic { file, line: line.parse().ok()?, message })
    });
    let report = match panics.next() {
        Some(ended_by) => Report::Failed(ended_by, panics.collect()),
        None => Report::Passed,
    };
    (said.to_owned(), Some(report))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panic(line: usize, message: &str) -> Panic {
        Panic { file: "crates/ch99/src/exercises/e1.rs".into(), line, message: message.into() }
    }

    #[test]
    fn a_report_is_read_back_as_it_was_written() {
        let failed = Report::Failed(panic(7, "it is:\n  wrong"), vec![panic(3, "")]);

        for report in [Report::Passed, failed] {
            let stderr = format!("said before\n{}", written(&report));
            assert_eq!(reported(&stderr), ("said before\n".to_owned(), Some(report)));
        }
    }

    #[test]
    fn a_child_that_ends_without_a_word_has_no_report() {
        assert_eq!(reported("thread overflowed"), ("thread overflowed".to_owned(), None));
    }
}
