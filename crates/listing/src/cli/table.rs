//! The table of all listings, made for 80 columns.

use catalog::Side;
use listing::{Chapter, Listing};

const WIDTH: usize = 80;

/// These chapters with their questions, and under each its listings: name, summary, variants.
pub fn table(chapters: &[Chapter]) -> String {
    let listings = || chapters.iter().flat_map(|chapter| chapter.listings);
    let name_width = listings().map(|l| width(l.name)).max().unwrap_or(0);
    let variants_width = listings().map(|l| width(&variants(l))).max().unwrap_or(0);
    // Two spaces before each column.
    let summary_width = WIDTH.saturating_sub(name_width + variants_width + 6).max(20);

    let mut table = String::new();
    for chapter in chapters {
        table += &format!("{}: {}\n", chapter.name, chapter.question);
        for listing in chapter.listings {
            let lines = wrapped(listing.summary, summary_width);
            for (index, line) in lines.iter().enumerate() {
                let first = index == 0;
                let name = if first { listing.name } else { "" };
                let variants = if first { variants(listing) } else { String::new() };
                let row = format!("  {name:name_width$}  {line:summary_width$}  {variants}");
                table += row.trim_end();
                table += "\n";
            }
        }
        table += "\n";
    }
    table + LEGEND
}

const LEGEND: &str = "\
runtimes: tokio, async-std, smol, turns
run all:  cargo listing first_task
run one:  cargo listing first_task tokio
";

const RUNTIMES: [Side; 4] = [Side::Tokio, Side::AsyncStd, Side::Smol, Side::Turns];

/// A listing's variants in few words: the four runtimes, which most have, are one of them.
fn variants(listing: &Listing) -> String {
    let has = |side: Side| listing.has(side);
    let mut words = Vec::new();
    if has(Side::Python) {
        words.push("python");
    }
    if RUNTIMES.into_iter().all(has) {
        words.push("runtimes");
    } else {
        words.extend(RUNTIMES.into_iter().filter(|side| has(*side)).map(Side::name));
    }
    if has(Side::Plain) {
        words.push("plain");
    }
    if has(Side::Nightly) {
        words.push("nightly");
    }
    words.join(" ")
}

/// A text in lines of at most this width, if its words are no longer.
fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if width(&lines[last]) + 1 + width(word) <= limit {
            lines[last].push(' ');
            lines[last].push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        for line in table(listing::chapters()).lines() {
            assert!(width(line) <= WIDTH, "{line}");
        }
    }

    #[test]
    fn a_long_summary_goes_on_below_itself() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), [""]);
    }
}
