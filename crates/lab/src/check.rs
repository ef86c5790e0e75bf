//! A claim held against figures: whether it is so here, as far as the spread lets one say.

use figures::{Results, Summary, Verdict, Words};

/// A claim, and the order of figures that decides it.
#[derive(Debug, Clone)]
pub struct Check {
    /// The claim's id in the ledger: `N05`.
    pub claim: &'static str,
    /// What is held to be so, in one clause.
    pub says: Words,
    /// The figures that are shown beside it.
    pub figures: &'static [&'static str],
    /// Whether it is so.
    pub holds: fn(&Results) -> Verdict,
    /// Whether no noise can turn it, so that a test may assert it.
    pub is_certain: bool,
}

/// Whether the one is less than the other.
pub fn less(results: &Results, one: &str, other: &str) -> Verdict {
    times_less(results, one, 1.0, other)
}

/// Whether so many times the one is still less than the other.
pub fn times_less(results: &Results, one: &str, times: f64, other: &str) -> Verdict {
    judge(results, one, other, |one, other| {
        if times * one.high < other.low {
            Verdict::Holds
        } else if times * one.low > other.high {
            Verdict::Fails
        } else {
            Verdict::Undecided
        }
    })
}

/// Whether neither is more than so many times the other.
pub fn alike(results: &Results, one: &str, other: &str, times: f64) -> Verdict {
    judge(results, one, other, |one, other| {
        let (low, high) = (one.low / other.high, one.high / other.low);
        if high <= times && low >= 1.0 / times {
            Verdict::Holds
        } else if low > times || high < 1.0 / times {
            Verdict::Fails
        } else {
            Verdict::Undecided
        }
    })
}

/// Whether all are so: it fails if one fails, and is undecided if one is.
pub fn all<const N: usize>(verdicts: [Verdict; N]) -> Verdict {
    use Verdict::{Fails, Holds, NotMeasured, Undecided};
    [Fails, NotMeasured, Undecided].into_iter().find(|it| verdicts.contains(it)).unwrap_or(Holds)
}

/// Whether it is not so.
pub fn not(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Holds => Verdict::Fails,
        Verdict::Fails => Verdict::Holds,
        other => other,
    }
}

fn judge(
    results: &Results,
    one: &str,
    other: &str,
    by: impl Fn(Summary, Summary) -> Verdict,
) -> Verdict {
    let value = |name| results.figure(name).and_then(|figure| figure.value);
    match (value(one), value(other)) {
        (Some(one), Some(other)) => by(one, other),
        _ => Verdict::NotMeasured,
    }
}
