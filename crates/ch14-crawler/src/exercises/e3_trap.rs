//! A site has forty pages of a manual and a calendar. Each month links to the next one, for ever. Let
//! the crawler read fifty pages of each kind, and no more: so that it has the whole manual, and ends.
//!
//! # Hint
//!
//! What do `/2026/11` and `/2026/12` have in common, that `/manual/11` has not?

use std::collections::{HashSet, VecDeque};

/// What was seen, and what is worth a visit.
#[derive(Default)]
struct Seen {
    addresses: HashSet<String>,
}

impl Seen {
    /// Whether to visit this address.
    fn is_wanted(&mut self, address: &str) -> bool {
        // Your turn: new it is, each time. Is it wanted?
        self.addresses.insert(address.to_owned())
    }
}

// The test: the same for the solution.

/// More than any crawler should read of this site.
const TOO_MANY: usize = 500;

/// The links of a page.
fn links(address: &str) -> Vec<String> {
    let number = |text: &str| text.parse::<u32>().unwrap_or_default();
    match *address.split('/').collect::<Vec<_>>() {
        ["", ""] => {
            (1..=40).map(|page| format!("/manual/{page}")).chain(["/2026/11".to_owned()]).collect()
        }
        ["", "manual", _] => vec!["/".to_owned()],
        ["", year, "12"] => vec![format!("/{}/1", number(year) + 1)],
        ["", year, month] => vec![format!("/{year}/{}", number(month) + 1)],
        _ => Vec::new(),
    }
}

/// The whole manual, fifty months, and an end.
pub fn test() {
    let mut seen = Seen::default();
    let mut waiting = VecDeque::from(["/".to_owned()]);
    seen.is_wanted("/");
    let mut visited = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let wanted = links(&address).into_iter().filter(|link| seen.is_wanted(link));
        waiting.extend(wanted);
        visited.push(address);
        assert!(visited.len() < TOO_MANY, "it has read {TOO_MANY} pages, and would go on for ever");
    }
    let manual = visited.iter().filter(|address| address.starts_with("/manual/")).count();
    let calendar = visited.iter().filter(|address| address.starts_with("/2")).count();
    assert_eq!(manual, 40, "the manual has forty pages, and all of them are wanted");
    assert_eq!(calendar, 50, "fifty pages of one kind are enough");
    let others = visited.len() - manual - calendar;
    assert_eq!(others, 1, "the first page is visited once");
}
