//! The page's table of limits says what `three_limits` prints, and the designs have the same names
//! in both programs and on the page.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of the English page's table of limits: the design, and what it takes at the least.
fn table() -> Vec<(String, String)> {
    let page = read("../../book/en/ch11-four-models.md");
    let heading = "| Design | At least | Rust | Python |";
    let rows = page.lines().skip_while(|line| *line != heading).skip(2);
    let cells = |line: &str| {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        Some((cells.next()?, cells.next()?))
    };
    let rows: Vec<_> = rows.map_while(|line| line.starts_with('|').then(|| cells(line))).collect();
    rows.into_iter().map(|row| row.expect("two cells")).collect()
}

/// A design's name at the beginning of a line, which columns follow.
fn begins(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.starts_with("  ") || rest.starts_with(" 1"))
}

#[test]
fn limits_are_as_the_program_prints_them() {
    let printed = read("src/three_limits.output.txt");
    let rows = table();
    assert_eq!(rows.len(), 6);
    let told = rows.into_iter().flat_map(|(design, at_least)| {
        match at_least.split_once("; with one lock ") {
            Some((free, locked)) => {
                let with_lock = format!("{design}, one lock");
                vec![(design, free.to_owned()), (with_lock, locked.to_owned())]
            }
            None => vec![(design, at_least)],
        }
    });
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 7, "one with a lock, too: {told:?}");
    for (design, at_least) in told {
        let line = printed.lines().find(|line| begins(line, &design));
        let last = line.and_then(|line| line.split_whitespace().next_back());
        let told = at_least.strip_suffix(" ms<!-- given -->");
        assert!(
            last.is_some() && last == told,
            "{design}: {at_least} on the page, {line:?} printed"
        );
    }
}

#[test]
fn the_designs_keep_their_names() {
    let printed = read("src/four_models/output.txt");
    let names: Vec<_> = table().into_iter().map(|(design, _)| design).collect();
    assert_eq!(printed.lines().skip(1).count(), names.len());
    for (line, name) in printed.lines().skip(1).zip(&names) {
        assert!(begins(line, name), "{name:?} on the page, {line:?} printed");
    }
}
