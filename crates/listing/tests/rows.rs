//! Runs every variant of every listing and holds its output to the recorded one: one test a row,
//! named as `first_task::tokio`; and one a
//! timeline that the book shows, `timeline::first_task::tokio`.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use catalog::Side;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use listing::{Chapter, Entry, chapters, entries, judge, missing_tool, root, run};
use runner::Task;

/// A listing takes a second or two; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn main() {
    if let Err(error) = listing::build(&chapters().iter().collect::<Vec<_>>()) {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
    let mut trials = vec![
        Trial::test("programs_and_tables_agree", programs_and_tables_agree),
        Trial::test("folders_and_tables_agree", folders_and_tables_agree),
        Trial::test("own_outputs_differ_from_the_common_one", own_outputs_differ),
    ];
    for entry in entries() {
        for side in entry.sides() {
            let name = format!("{}::{side}", entry.listing.name);
            trials.push(Trial::ignorable_test(name, move || row(entry, side)));
            if root().is_ok_and(|root| root.join(entry.trace(side)).is_file()) {
                let name = format!("timeline::{}::{side}", entry.listing.name);
                trials.push(Trial::ignorable_test(name, move || timeline(entry, side)));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// One variant ends well and prints what is recorded.
fn row(entry: Entry, side: Side) -> Result<Completion, Failed> {
    if let Some(needs) = entry.needs_other_system() {
        return Ok(Completion::ignored_with(needs));
    }
    if let Some(why) = missing_tool(side) {
        // In CI a Python that is missing would leave the originals untested in silence. A nightly
        // compiler is in one job of it only, which asks for this row.
        let must = side == Side::Python && listing::is_ci();
        return if must { Err(why.into()) } else { Ok(Completion::ignored_with(why)) };
    }
    let run = run(entry, side, LIMIT).map_err(|error| format!("{error:#}"))?;
    if let Some(lacks) = run.lacks().filter(|_| !listing::is_ci()) {
        return Ok(Completion::ignored_with(lacks));
    }
    judge(entry, side, &run)?;
    Ok(Completion::Completed)
}

/// What the book draws of a variant still happens in the same order.
fn timeline(entry: Entry, side: Side) -> Result<Completion, Failed> {
    if let Some(needs) = entry.needs_other_system() {
        return Ok(Completion::ignored_with(needs));
    }
    listing::judge_trace(entry, side, LIMIT).map_err(|error| format!("{error:#}"))?;
    Ok(Completion::Completed)
}

/// What a chapter's program has compiled in is what its table says to readers.
fn programs_and_tables_agree() -> Result<(), Failed> {
    for chapter in chapters() {
        let program = listing::program_with_exercises(chapter).map_err(|why| format!("{why:#}"))?;
        let program = program.map_err(|broken| broken.said)?;
        let has = Command::new(program).args(Task::List.arguments()).output()?;
        let has: BTreeSet<String> =
            String::from_utf8_lossy(&has.stdout).lines().map(str::to_owned).collect();
        assert_eq!(has, table(chapter), "{}", chapter.name);
    }
    Ok(())
}

/// What the table promises of this system, in the words of [`Task::List`].
fn table(chapter: &Chapter) -> BTreeSet<String> {
    let here = chapter.listings.iter().filter(|listing| listing.systems.has_this());
    let variants = here.flat_map(|listing| {
        let rust = listing.sides.iter().filter(|side| !side.runs_from_its_file());
        rust.map(|side| format!("{} {side}", listing.name))
    });
    let exercises = chapter.exercises.iter().map(|row| format!("exercise {}", row.name));
    variants.chain(exercises).collect()
}

fn folders_and_tables_agree() -> Result<(), Failed> {
    let root = root().map_err(|error| error.to_string())?;
    let problems = listing::check_layout(root);
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(lines.join("\n").into())
}

/// An output of one side only says that the runtimes differ there; equal, it would say nothing.
fn own_outputs_differ() -> Result<(), Failed> {
    let root = root().map_err(|error| error.to_string())?;
    let read = |path| std::fs::read_to_string(root.join(path));
    for entry in entries() {
        for side in entry.sides() {
            let own = entry.override_output(side);
            let Ok(text) = read(own.clone()) else { continue };
            if text == read(entry.common_output()).map_err(|error| error.to_string())? {
                return Err(format!("{} says the same as output.txt", own.display()).into());
            }
        }
    }
    Ok(())
}
