//! The program of a chapter: it has the chapter's code, and runs one piece of it as it is told.
//!
//! Each chapter has a `main.rs` that calls [`run`], and nothing else. `cargo listing` and
//! `cargo exercise` build that program, start it and hold it to limits of time and output. So one
//! chapter's listing needs neither the other chapters nor their runtimes, and code of a reader that
//! does not compile stops nothing but its own chapter.
//!
//! What a tool says to the program is a [`Task`]; the program says what it [has](Task::List), runs
//! a variant as if it had been started by itself, or runs a test and [reports](Report) how it
//! ended.

#![forbid(unsafe_code)]

mod exercise;
mod limit;
mod variant;

pub use exercise::{Panic, Report, reported};
pub use limit::in_time;

use std::ffi::OsString;
use std::process::ExitCode;

use catalog::{Chapter, Side};

/// The exit code for a task that the program does not know; clap uses the same.
const USAGE: u8 = 2;

/// What a chapter's program is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task<'a> {
    /// Print what there is: a line `listing side` for each variant, `exercise name` for each
    /// exercise.
    List,
    /// Run a variant of a listing.
    Variant {
        /// The listing's name.
        listing: &'a str,
        /// Which of its variants.
        side: Side,
    },
    /// Run the test of an exercise.
    Exercise {
        /// The exercise's name.
        name: &'a str,
        /// Which of its two files.
        part: Part,
    },
}

/// One of the two files that are held to the same test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the reader edits.
    Stub,
    /// A solution.
    Solution,
}

impl Part {
    /// Its name among a program's arguments.
    const fn name(self) -> &'static str {
        match self {
            Part::Stub => "stub",
            Part::Solution => "solution",
        }
    }

    /// Its folder in the chapter's `src`.
    pub const fn folder(self) -> &'static str {
        match self {
            Part::Stub => "exercises",
            Part::Solution => "solutions",
        }
    }
}

impl<'a> Task<'a> {
    /// The arguments that tell a program so. What follows them belongs to a listing or a test that
    /// starts itself once more, and tells that child what to do.
    pub fn arguments(self) -> Vec<&'a str> {
        match self {
            Task::List => vec!["list"],
            Task::Variant { listing, side } => vec!["variant", listing, side.name()],
            Task::Exercise { name, part } => vec!["exercise", name, part.name()],
        }
    }

    fn parse(arguments: &'a [String]) -> Option<Task<'a>> {
        match arguments {
            [word] if word == "list" => Some(Task::List),
            [word, listing, side, ..] if word == "variant" => {
                Some(Task::Variant { listing, side: Side::parse(side)? })
            }
            [word, name, part, ..] if word == "exercise" => {
                let known = [Part::Stub, Part::Solution].into_iter();
                let part = known.into_iter().find(|known| known.name() == part)?;
                Some(Task::Exercise { name, part })
            }
            _ => None,
        }
    }
}

/// The `main` of a chapter's program. It returns only where there was nothing to run; a listing or
/// a test ends the process itself, and with it the threads that a runtime has left behind.
pub fn run(chapter: &Chapter) -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(OsString::into_string).filter_map(Result::ok).collect();
    let wrong = match Task::parse(&arguments) {
        Some(Task::List) => {
            print!("{}", list(chapter));
            return ExitCode::SUCCESS;
        }
        Some(Task::Variant { listing, side }) => {
            let mut known = chapter.variants.iter().copied().flatten();
            match known.find(|known| known.listing == listing && known.side == side) {
                Some(variant) => variant::run(variant.main),
                None => format!("{} has no program `{listing}` for {side}", chapter.name),
            }
        }
        Some(Task::Exercise { name, part }) => {
            match chapter.exercises.iter().find(|known| known.name == name) {
                Some(found) => exercise::run(match part {
                    Part::Stub => found.stub,
                    Part::Solution => found.solution,
                }),
                None => format!("{} is compiled without an exercise `{name}`", chapter.name),
            }
        }
        None => "this program is started by `cargo listing` and `cargo exercise`".to_owned(),
    };
    eprintln!("error: {wrong}");
    ExitCode::from(USAGE)
}

/// What a chapter has, a line each.
fn list(chapter: &Chapter) -> String {
    let variants = chapter.variants.iter().copied().flatten();
    let variants = variants.map(|variant| format!("{} {}\n", variant.listing, variant.side));
    let exercises = chapter.exercises.iter().map(|found| format!("exercise {}\n", found.name));
    variants.chain(exercises).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_read_as_it_was_told() {
        for task in [
            Task::List,
            Task::Variant { listing: "echo", side: Side::AsyncStd },
            Task::Exercise { name: "e1_predict", part: Part::Solution },
        ] {
            let mut arguments: Vec<String> =
                task.arguments().into_iter().map(str::to_owned).collect();
            assert_eq!(Task::parse(&arguments), Some(task));
            if task != Task::List {
                arguments.push("for its own child".to_owned());
                assert_eq!(Task::parse(&arguments), Some(task));
            }
        }
    }

    #[test]
    fn what_is_no_task_is_none() {
        for wrong in [&[][..], &["variant"], &["variant", "echo", "trio"], &["exercise", "e1", "x"]]
        {
            let wrong: Vec<String> = wrong.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(Task::parse(&wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_there_is_has_a_line_each() {
        const VARIANT: catalog::Variant =
            catalog::Variant { listing: "echo", side: Side::Plain, main: || () };
        let chapter = Chapter {
            name: "ch99-fixture",
            variants: &[&[VARIANT]],
            exercises: &[catalog::Exercise { name: "e1_one", stub: || (), solution: || () }],
        };

        assert_eq!(list(&chapter), "echo plain\nexercise e1_one\n");
    }
}
