//! The page's two tables that sum up listings say what the recorded outputs say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SIDES: [&str; 5] = ["python", "tokio", "async_std", "smol", "turns"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn output(listing: &str, side: &str) -> String {
    let own = format!("src/{listing}/output.{side}.txt");
    let has_its_own = Path::new(env!("CARGO_MANIFEST_DIR")).join(&own).exists();
    read(&if has_its_own { own } else { format!("src/{listing}/output.txt") })
}

/// The rows of the English page's table that begins with this line, each as its cells.
fn table(heading: &str) -> Vec<Vec<String>> {
    let page = read("../../book/en/ch10-concurrency-parallelism.md");
    let mut lines = page.lines().skip_while(|line| *line != heading).skip(2);
    let rows: Vec<Vec<String>> = lines
        .by_ref()
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    assert!(!rows.is_empty(), "no table begins with {heading:?}");
    rows
}

#[test]
fn who_meets_is_as_the_programs_print_it() {
    let rows = table("| | Python | tokio | async-std | smol | `turns` |");
    for (column, side) in (1..).zip(SIDES) {
        let told: Vec<_> = rows
            .iter()
            .map(|row| match row[column].trim_matches('*') {
                "met" => format!("{}: they met", row[0]),
                "never" => format!("{}: never", row[0]),
                "–" => format!("{}: not possible here", row[0]),
                other => panic!("{other:?} is no answer"),
            })
            .collect();
        assert_eq!(told, output("overlap", side).lines().collect::<Vec<_>>(), "{side}");
    }
}

/// What becomes of the others, by the order in which a line of the log tells it.
fn fate(events: &str) -> &'static str {
    match events.split("; ").collect::<Vec<_>>()[..] {
        ["b fails", "we have the error", "c ends", "a ends"] => "go on",
        ["b fails", "we have the error", "one is stopped", "one is stopped"] => "stopped after",
        ["b fails", "one is stopped", "one is stopped", "we have the error"] => "stopped before",
        ["b fails", "c ends", "a ends", "we have the error"] => "awaited",
        _ => panic!("a log that the page does not speak of: {events}"),
    }
}

#[test]
fn what_becomes_of_the_others_is_as_the_programs_print_it() {
    let mut printed = BTreeSet::new();
    for side in SIDES {
        for line in output("gather", side).lines().filter(|line| !line.contains("none fails")) {
            let (tool, events) = line.split_once(": ").expect("a tool and its log");
            let tool = match (tool, side) {
                ("gather, return_exceptions", _) => {
                    "`gather` with `return_exceptions=True`".to_owned()
                }
                ("try_join_all of tasks", "async_std") => {
                    "`try_join_all` of tasks on async-std".to_owned()
                }
                ("try_join_all of tasks", side) => format!("`try_join_all` of tasks on {side}"),
                (tool, _) => format!("`{tool}`"),
            };
            printed.insert((fate(events), tool));
        }
    }
    let told = table("| What becomes of the others | Tool |");
    let fates = ["go on", "stopped before", "stopped after", "awaited"];
    assert_eq!(told.len(), fates.len());
    let told: BTreeSet<_> = fates
        .into_iter()
        .zip(&told)
        .flat_map(|(fate, row)| row[1].split(", ").map(move |tool| (fate, tool.to_owned())))
        .collect();
    assert_eq!(told, printed);
}
