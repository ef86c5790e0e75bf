//! A run of the lab, as it stands in a JSON file.

use crate::family::Family;
use crate::figure::Figure;
use crate::machine::Machine;
use crate::words::Words;
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Of this layout; a file with another number is refused.
pub const SCHEMA: u32 = 1;

/// A whole run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Results {
    /// Of the layout: [`SCHEMA`].
    pub schema: u32,
    /// Where and with what.
    pub machine: Machine,
    /// How many rounds were asked for.
    pub rounds: usize,
    /// Whether the sizes were the small ones.
    pub quick: bool,
    /// Whether all rounds came to their end.
    pub complete: bool,
    /// How long it took.
    pub seconds: f64,
    /// What was measured.
    pub figures: Vec<Figure>,
    /// What figures below a name show, where that is not the whole family: `turns.yield.1`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<String, Words>,
    /// What it says of the claims.
    pub checks: Vec<Check>,
}

/// A claim, held against figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Check {
    /// The claim's id in the ledger: `N05`.
    pub claim: String,
    /// What is held to be so.
    pub says: Words,
    /// The figures that decide it.
    pub figures: Vec<String>,
    /// Whether it is so, here.
    pub verdict: Verdict,
}

/// Whether something is so, as far as the spread lets one say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All within the quartiles says yes.
    Holds,
    /// All within the quartiles says no.
    Fails,
    /// The quartiles reach to both sides.
    Undecided,
    /// A figure is missing.
    NotMeasured,
}

impl Results {
    /// Reads a file that the lab wrote.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is of another layout, or is none of the lab's.
    pub fn read(file: &Path) -> Result<Results> {
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let results: Results = serde_json::from_str(&text)
            .with_context(|| format!("{} holds no results of the lab", file.display()))?;
        ensure!(
            results.schema == SCHEMA,
            "{} has layout {}; this lab reads {SCHEMA}. Measure again: cargo lab --json FILE",
            file.display(),
            results.schema
        );
        Ok(results)
    }

    /// The figure of that name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// The figures below a name, in order: of `switch`, of `turns.yield.1`. Where the name has a
    /// title, those below a longer name with a title are not among them: `turns.ping-pong` has
    /// none of `turns.ping-pong.shared`.
    pub fn below(&self, name: &str) -> impl Iterator<Item = &Figure> {
        let titled = self.titles.keys().filter(|_| self.titles.contains_key(name));
        let longer: Vec<_> = titled.filter(|other| is_below(other, name)).collect();
        self.figures.iter().filter(move |figure| {
            is_below(&figure.name, name) && !longer.iter().any(|it| is_below(&figure.name, it))
        })
    }

    /// What the figures below that name show.
    pub fn title(&self, name: &str) -> Option<&Words> {
        let family = || Family::named(name).map(|family| &family.title);
        self.titles.get(name).or_else(family)
    }
}

fn is_below(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use crate::example::{figure, results};
    use crate::words::words;

    #[test]
    fn what_was_written_is_read_back_to_the_last_bit() {
        // Without `float_roundtrip` some of such numbers come back as their neighbours.
        for number in (1..1000_u32).map(|n| 1e6 / f64::from(n) * 1.000_000_1) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let written = results([figure("switch.poll", number)]);
            std::fs::write(file.path(), serde_json::to_string(&written).unwrap()).unwrap();

            let read = super::Results::read(file.path()).unwrap();

            let median = read.figure("switch.poll").unwrap().value.as_ref().unwrap().median;
            assert_eq!(median.to_bits(), number.to_bits(), "{number}");
        }
    }

    #[test]
    fn a_name_with_a_title_has_its_own_figures_only() {
        let own = figure("turns.ping-pong.tokio", 1.0);
        let mut results = results([own, figure("turns.ping-pong.shared.tokio", 1.0)]);
        let names = |results: &super::Results, name: &str| results.below(name).count();
        assert_eq!(names(&results, "turns.ping-pong"), 2);
        for name in ["turns.ping-pong", "turns.ping-pong.shared"] {
            results.titles.insert(name.to_owned(), words("", ""));
        }
        assert_eq!(names(&results, "turns.ping-pong"), 1);
        assert_eq!(names(&results, "turns.ping-pong.shared"), 1);
        assert_eq!(names(&results, "turns.ping"), 0);
        assert_eq!(names(&results, "turns"), 2);
    }
}
