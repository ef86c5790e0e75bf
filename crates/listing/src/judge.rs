//! Holds a run to what was recorded for it.

use std::fmt;
use std::path::PathBuf;

use catalog::Side;

use crate::{Entry, Run, diff, mask, root};

/// What is wrong with a run. It displays as several lines for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It did not end well.
    Failed {
        /// How it ended.
        why: String,
        /// What it printed until then, unmasked.
        stdout: String,
        /// What it said besides.
        stderr: String,
    },
    /// There is nothing to hold it to.
    NothingRecorded {
        /// Which file is missing, and what writes it.
        why: String,
    },
    /// It printed something else than was recorded.
    Differs {
        /// The file with what was recorded, relative to the repository's root.
        file: PathBuf,
        /// What that file says.
        recorded: String,
        /// What the run printed, masked.
        printed: String,
        /// What it said besides.
        stderr: String,
    },
}

/// Passes if the run ended well and printed, once masked, what the listing's file says.
///
/// # Errors
///
/// What is wrong with it.
pub fn judge(entry: Entry, side: Side, run: &Run) -> Result<(), Fault> {
    let stderr = run.stderr.clone();
    if let Some(why) = run.failure() {
        return Err(Fault::Failed { why, stdout: run.stdout.clone(), stderr });
    }
    let file = root().map(|root| entry.output_path(root, side));
    let (file, recorded) = match (file, entry.expected(side)) {
        (Ok(file), Ok(recorded)) => (file, recorded),
        (Err(error), _) | (_, Err(error)) => {
            return Err(Fault::NothingRecorded { why: format!("{error:#}") });
        }
    };
    let printed = mask(&run.stdout);
    if printed == recorded {
        Ok(())
    } else {
        Err(Fault::Differs { file, recorded, printed, stderr })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Failed { why, stdout, stderr } => {
                write!(f, "{why}\n{}{}", section("stdout", stdout), section("stderr", stderr))
            }
            Fault::NothingRecorded { why } => writeln!(f, "{why}"),
            Fault::Differs { file, recorded, printed, stderr } => {
                let file = file.display();
                let shown = diff(&file.to_string(), recorded, "this run", printed);
                write!(f, "it printed something else than {file} says:\n{shown}")?;
                f.write_str(&section("stderr", stderr))
            }
        }
    }
}

/// A text under its name, or nothing if the text is empty.
fn section(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("its {name}:\n{}\n", text.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find;
    use crate::limit::End;
    use std::time::Duration;

    fn run(stdout: &str) -> Run {
        let (stdout, stderr) = (stdout.to_owned(), "a warning\n".to_owned());
        let end = End::Exited(std::process::ExitStatus::default());
        Run { stdout, stderr, end, limit: Duration::from_secs(30) }
    }

    #[test]
    fn what_is_recorded_passes() {
        let entry = find("result").unwrap();
        let recorded = entry.expected(Side::Tokio).unwrap();

        assert_eq!(judge(entry, Side::Tokio, &run(&recorded)), Ok(()));
    }

    #[test]
    fn another_output_is_shown_beside_the_recorded_one() {
        let entry = find("result").unwrap();
        let recorded = entry.expected(Side::Tokio).unwrap();

        let fault = judge(entry, Side::Tokio, &run(&(recorded + "more\n"))).unwrap_err();

        let shown = fault.to_string();
        let file = entry.common_output();
        let head = format!("it printed something else than {} says:\n", file.display());
        assert!(shown.starts_with(&head), "{shown}");
        assert!(shown.contains("\n+more\n"), "{shown}");
        assert!(shown.ends_with("its stderr:\na warning\n"), "{shown}");
    }

    #[test]
    fn a_run_that_was_stopped_fails_whatever_it_printed() {
        let entry = find("result").unwrap();
        let stopped = Run { end: End::OverTime, ..run("so far\n") };

        let fault = judge(entry, Side::Tokio, &stopped).unwrap_err();

        let head = "it did not end within 30 s and was stopped\nits stdout:\nso far\n";
        assert!(fault.to_string().starts_with(head), "{fault}");

        let flooded = Run { end: End::OverSize, ..run("so far\n") };

        let fault = judge(entry, Side::Tokio, &flooded).unwrap_err();

        let head = "it printed more than 4 MiB and was stopped\nits stdout:\nso far\n";
        assert!(fault.to_string().starts_with(head), "{fault}");
    }
}
