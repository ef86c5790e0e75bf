//! Runs every variant of a listing and shows where they differ.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use catalog::Side;
use listing::{Entry, Fault, diff, judge, mask, missing_tool};

use super::print;

/// What became of one variant.
struct Outcome {
    side: Side,
    /// What it printed, masked.
    printed: String,
    verdict: Result<(), Fault>,
}

/// Runs all variants one after another, shows what each prints, and then the differences. The exit
/// code is 1 if one fails or prints something else than was recorded.
pub fn compare(entry: Entry, limit: Duration) -> Result<ExitCode> {
    let listing = entry.listing;
    print(&format!("{}: {} ({})\n", listing.name, listing.summary, entry.chapter.name))?;
    let mut outcomes = Vec::new();
    let mut skipped = Vec::new();
    for side in entry.sides() {
        print(&format!("\n== {side}: {}\n", entry.source(side).display()))?;
        // Whoever has no Python or no nightly compiler can still run the rest. CI must run Python.
        let must = side == Side::Python && listing::is_ci();
        if let (Some(why), false) = (missing_tool(side), must) {
            print(&format!("skipped: {why}\n"))?;
            skipped.push(side);
            continue;
        }
        let run = listing::run(entry, side, limit)?;
        if let Some(lacks) = run.lacks().filter(|_| !listing::is_ci()) {
            print(&format!("skipped: {lacks}\n"))?;
            skipped.push(side);
            continue;
        }
        print(&ended(&run.stdout))?;
        if !run.stderr.is_empty() {
            print(&format!("-- on stderr:\n{}", ended(&run.stderr)))?;
        }
        if let Some(why) = run.failure() {
            print(&format!("-- failed: {why}\n"))?;
        }
        let verdict = judge(entry, side, &run);
        outcomes.push(Outcome { side, printed: mask(&run.stdout), verdict });
    }
    print(&format!("\n{}", conclusion(&outcomes, &skipped)))?;
    let failed = outcomes.iter().any(|outcome| outcome.verdict.is_err());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Says whether the outputs agree, how each differs from the first, and what was not expected.
fn conclusion(outcomes: &[Outcome], skipped: &[Side]) -> String {
    let mut parts = differences(outcomes);
    parts.extend(unexpected(outcomes));
    let mut facts = String::new();
    for side in skipped {
        facts += &format!("{side} did not run.\n");
    }
    if outcomes.iter().all(|outcome| outcome.verdict.is_ok()) {
        facts += "Everything is as recorded.\n";
    }
    if !facts.is_empty() {
        parts.push(facts);
    }
    parts.join("\n")
}

/// Compares those that ended well with the first of them: one part for each other output.
fn differences(outcomes: &[Outcome]) -> Vec<String> {
    let ended = outcomes.iter().filter(|o| !matches!(o.verdict, Err(Fault::Failed { .. })));
    let groups = groups(ended, |one, other| one.printed == other.printed);
    match &groups[..] {
        [] => Vec::new(),
        [all] if all.len() == 1 => Vec::new(),
        [all] => vec![format!("{} print the same.\n", names(all))],
        [first, others @ ..] => others.iter().map(|other| difference(first, other)).collect(),
    }
}

/// How a group differs from the first, and whether that was recorded so.
fn difference(first: &[&Outcome], other: &[&Outcome]) -> String {
    let (first_names, other_names) = (names(first), names(other));
    let verb = if other.len() == 1 { "differs" } else { "differ" };
    let as_recorded = first.iter().chain(other).all(|outcome| outcome.verdict.is_ok());
    let recorded = if as_recorded { "as recorded" } else { "not as recorded" };
    let shown = diff(&first_names, &first[0].printed, &other_names, &other[0].printed);
    format!("{other_names} {verb} from {first_names}, {recorded}:\n{shown}")
}

/// What was not expected: one part for all variants with which the same is wrong.
fn unexpected(outcomes: &[Outcome]) -> Vec<String> {
    let wrong = outcomes.iter().filter(|outcome| outcome.verdict.is_err());
    let groups = groups(wrong, |one, other| said(one) == said(other));
    groups.iter().map(|group| format!("{}: {}", names(group), said(group[0]))).collect()
}

/// What is wrong with a variant, without what it printed: that has been shown already.
fn said(outcome: &Outcome) -> String {
    match &outcome.verdict {
        Ok(()) => String::new(),
        Err(Fault::Failed { why, .. }) => format!("{why}\n"),
        Err(Fault::Differs { file, recorded, printed, .. }) => {
            let stderr = String::new();
            let (file, recorded, printed) = (file.clone(), recorded.clone(), printed.clone());
            Fault::Differs { file, recorded, printed, stderr }.to_string()
        }
        Err(fault) => fault.to_string(),
    }
}

/// The outcomes that are alike, together, in the order of the first of each.
fn groups<'a>(
    outcomes: impl Iterator<Item = &'a Outcome>,
    alike: impl Fn(&Outcome, &Outcome) -> bool,
) -> Vec<Vec<&'a Outcome>> {
    let mut groups: Vec<Vec<&Outcome>> = Vec::new();
    for outcome in outcomes {
        match groups.iter_mut().find(|group| alike(group[0], outcome)) {
            Some(group) => group.push(outcome),
            None => groups.push(vec![outcome]),
        }
    }
    groups
}

fn names(outcomes: &[&Outcome]) -> String {
    let names: Vec<&str> = outcomes.iter().map(|outcome| outcome.side.name()).collect();
    match &names[..] {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// The text with the end of its last line.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(side: Side, printed: &str, recorded: &str) -> Outcome {
        let printed = printed.to_owned();
        let verdict = if printed == recorded {
            Ok(())
        } else {
            let (file, recorded) = ("output.txt".into(), recorded.to_owned());
            Err(Fault::Differs { file, recorded, printed: printed.clone(), stderr: String::new() })
        };
        Outcome { side, printed, verdict }
    }

    #[test]
    fn outputs_that_agree_are_said_to() {
        let outcomes = [outcome(Side::Python, "a\n", "a\n"), outcome(Side::Tokio, "a\n", "a\n")];

        let said = conclusion(&outcomes, &[]);

        assert_eq!(said, "python and tokio print the same.\n\nEverything is as recorded.\n");
    }

    #[test]
    fn a_difference_that_is_recorded_is_shown_and_is_no_fault() {
        let outcomes = [
            outcome(Side::Tokio, "kept\n", "kept\n"),
            outcome(Side::AsyncStd, "kept\n", "kept\n"),
            outcome(Side::Smol, "stopped\n", "stopped\n"),
        ];

        let said = conclusion(&outcomes, &[]);

        let expected = "smol differs from tokio and async_std, as recorded:\n\
                        --- tokio and async_std\n+++ smol\n@@ -1 +1 @@\n-kept\n+stopped\n\n\
                        Everything is as recorded.\n";
        assert_eq!(said, expected);
    }

    #[test]
    fn all_with_the_same_fault_share_one_report() {
        let outcomes =
            [outcome(Side::Tokio, "new\n", "old\n"), outcome(Side::AsyncStd, "new\n", "old\n")];

        let said = conclusion(&outcomes, &[Side::Python]);

        let expected = "tokio and async_std print the same.\n\n\
                        tokio and async_std: it printed something else than output.txt says:\n\
                        --- output.txt\n+++ this run\n@@ -1 +1 @@\n-old\n+new\n\n\
                        python did not run.\n";
        assert_eq!(said, expected);
    }

    #[test]
    fn one_that_was_stopped_is_not_compared() {
        let (stdout, stderr) = ("so f".to_owned(), String::new());
        let stopped = Fault::Failed { why: "it hung".to_owned(), stdout, stderr };
        let outcomes = [
            Outcome { side: Side::Tokio, printed: "so f".to_owned(), verdict: Err(stopped) },
            outcome(Side::Smol, "so far\n", "so far\n"),
        ];

        assert_eq!(conclusion(&outcomes, &[]), "tokio: it hung\n");
    }
}
