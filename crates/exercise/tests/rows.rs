//! Runs both files of every exercise: the one to edit must fail by its own words, the solution
//! must pass. One test a file, named as `ch08::e1_predict::solution`.

use std::time::Duration;

use exercise::{Entry, Part, check_layout, entries, judge_solution, judge_stub, run, text};
use libtest_mimic::{Arguments, Failed, Trial};
use listing::root;

/// A test takes a second or two at most; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn main() {
    if let Err(error) = listing::build(&listing::chapters().iter().collect::<Vec<_>>()) {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
    let mut trials = vec![Trial::test("files_and_tables_agree", files_and_tables_agree)];
    for entry in entries() {
        let name = entry.path().replace('/', "::");
        trials.push(Trial::test(format!("{name}::stub_fails"), move || stub(entry)));
        trials.push(Trial::test(format!("{name}::solution"), move || solution(entry)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn stub(entry: Entry) -> Result<(), Failed> {
    let text = root().and_then(|root| text(root, entry, Part::Stub)).map_err(words)?;
    let run = run(entry, Part::Stub, LIMIT).map_err(words)?;
    Ok(judge_stub(entry, &text, &run)?)
}

fn solution(entry: Entry) -> Result<(), Failed> {
    let run = run(entry, Part::Solution, LIMIT).map_err(words)?;
    Ok(judge_solution(&run)?)
}

fn files_and_tables_agree() -> Result<(), Failed> {
    let problems = check_layout(root().map_err(words)?);
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(lines.join("\n").into())
}

fn words(error: anyhow::Error) -> String {
    format!("{error:#}")
}
