//! Whether a goal is reached, as far as the spread lets one say.

use crate::statistics::Summary;
use crate::table::{Goal, Peer};
use figures::Words;

/// What came of a goal.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// In words: `≤ 0.6 × the best peer`.
    pub goal: Words,
    /// What was reached, as the goal counts.
    pub reached: Option<Reached>,
    /// In one word.
    pub outcome: Outcome,
}

/// A ratio or a value, with what the quartiles allow.
#[derive(Debug, Clone)]
pub struct Reached {
    /// From the medians.
    pub middle: f64,
    /// If all were better than that.
    pub low: f64,
    /// If all were worse.
    pub high: f64,
    /// The other one of a ratio.
    pub against: Option<String>,
}

/// In one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All within the quartiles says yes.
    Met,
    /// All within the quartiles says no.
    Missed,
    /// The quartiles reach to both sides.
    Undecided,
    /// Nothing to compare.
    Unknown,
}

/// Judges a row: its values by the names of their cells. What is timed needs three values, what
/// is exact needs one.
pub fn judge(goal: Goal, unit: &str, exact: bool, cells: &[(String, Option<Summary>)]) -> Verdict {
    let value = |name: &str| {
        let cell = cells.iter().find(|(cell, _)| cell == name);
        cell.and_then(|(_, value)| *value).map(|value| (name.to_owned(), value))
    };
    let ours = value(Peer::Turns.name());
    let best = |among: &dyn Fn(Peer) -> bool| {
        let peers = Peer::ALL.into_iter().filter(|&peer| peer != Peer::Turns && among(peer));
        least(peers.filter_map(|peer| value(peer.name())))
    };
    let (en, zh, limit, reached) = match goal {
        Goal::OfBest(limit) => {
            let best = best(&|peer| peer != Peer::BareEpoll);
            let zh = format!("≤ {limit} × 其他运行时中的最佳值");
            (format!("≤ {limit} × the best peer"), zh, limit, ratio(ours, best))
        }
        Goal::OfBare(limit) => {
            let bare = value(Peer::BareEpoll.name());
            let zh = format!("≤ {limit} × 直接使用 epoll");
            (format!("≤ {limit} × bare epoll"), zh, limit, ratio(ours, bare))
        }
        Goal::FewerThanEpoll => {
            let (en, zh) = ("fewer than the epoll peers", "少于其他基于 epoll 的运行时");
            (en.to_owned(), zh.to_owned(), 1.0, ratio(ours, best(&Peer::is_on_epoll)))
        }
        Goal::AtMost(limit) => {
            let reached = ours.map(|(_, Summary { median, low, high, .. })| Reached {
                middle: median,
                low,
                high,
                against: None,
            });
            let zh = match unit {
                "bytes" => "字节",
                "calls" => "次",
                "instructions" => "条指令",
                same => same,
            };
            (format!("≤ {limit} {unit}"), format!("≤ {limit} {zh}"), limit, reached)
        }
        Goal::Flat(limit) => {
            let all = || cells.iter().filter_map(|(name, value)| Some((name.clone(), (*value)?)));
            let most = all().max_by(|a, b| a.1.median.total_cmp(&b.1.median));
            let zh = format!("相差不超过 {limit} 倍");
            (format!("within {limit} ×"), zh, limit, ratio(most, least(all())))
        }
    };
    // Fewer is less, and as many is not.
    let is_missed = |value: f64| value > limit || goal == Goal::FewerThanEpoll && value >= limit;
    let outcome = match &reached {
        None => Outcome::Unknown,
        // Fewer have no quartiles.
        Some(_) if !exact && cells.iter().filter_map(|cell| cell.1).any(|all| all.count < 3) => {
            Outcome::Undecided
        }
        Some(reached) if !is_missed(reached.high) => Outcome::Met,
        Some(reached) if is_missed(reached.low) => Outcome::Missed,
        Some(_) => Outcome::Undecided,
    };
    Verdict { goal: Words { en: en.into(), zh: zh.into() }, reached, outcome }
}

fn least(values: impl Iterator<Item = (String, Summary)>) -> Option<(String, Summary)> {
    values.min_by(|a, b| a.1.median.total_cmp(&b.1.median))
}

fn ratio(one: Option<(String, Summary)>, other: Option<(String, Summary)>) -> Option<Reached> {
    let ((_, one), (name, other)) = (one?, other?);
    Some(Reached {
        middle: one.median / other.median,
        low: one.low / other.high,
        high: one.high / other.low,
        against: Some(name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(name: &str, low: f64, median: f64, high: f64) -> (String, Option<Summary>) {
        (name.to_owned(), Some(Summary { median, low, high, count: 11 }))
    }

    #[test]
    fn the_best_peer_is_not_the_bare_loop() {
        let cells = [
            cell("turns", 10.0, 10.0, 10.0),
            cell("bare-epoll", 5.0, 5.0, 5.0),
            cell("tokio", 30.0, 30.0, 30.0),
            cell("smol", 20.0, 20.0, 20.0),
        ];

        let verdict = judge(Goal::OfBest(0.6), "ns", false, &cells);

        assert_eq!(verdict.outcome, Outcome::Met);
        let reached = verdict.reached.unwrap();
        assert_eq!((reached.middle, reached.against.as_deref()), (0.5, Some("smol")));
    }

    #[test]
    fn what_the_quartiles_leave_open_is_undecided() {
        let cells = [cell("turns", 5.0, 10.0, 15.0), cell("tokio", 15.0, 20.0, 25.0)];

        assert_eq!(judge(Goal::OfBest(0.6), "ns", false, &cells).outcome, Outcome::Undecided);
        assert_eq!(judge(Goal::OfBest(1.0), "ns", false, &cells).outcome, Outcome::Met);
        assert_eq!(judge(Goal::OfBest(0.1), "ns", false, &cells).outcome, Outcome::Missed);
    }

    #[test]
    fn without_a_peer_there_is_nothing_to_say() {
        let cells = [cell("turns", 1.0, 1.0, 1.0), ("tokio".to_owned(), None)];

        assert_eq!(judge(Goal::OfBest(0.6), "ns", false, &cells).outcome, Outcome::Unknown);
    }

    #[test]
    fn flat_compares_the_dearest_with_the_cheapest() {
        let cells = [cell("1", 1.0, 1.0, 1.0), cell("10", 3.0, 3.0, 3.0)];

        let verdict = judge(Goal::Flat(2.0), "ns", false, &cells);

        assert_eq!(verdict.outcome, Outcome::Missed);
        assert_eq!(verdict.reached.unwrap().middle, 3.0);
    }

    #[test]
    fn as_many_are_not_fewer() {
        let of = |calls| {
            let cells = [cell("turns", calls, calls, calls), cell("tokio", 2.0, 2.0, 2.0)];
            judge(Goal::FewerThanEpoll, "calls", true, &cells).outcome
        };
        assert_eq!((of(1.9), of(2.0), of(2.1)), (Outcome::Met, Outcome::Missed, Outcome::Missed));
    }

    #[test]
    fn one_value_decides_only_what_is_exact() {
        let one = Summary { median: 1.0, low: 1.0, high: 1.0, count: 1 };
        let cells = [("turns".to_owned(), Some(one))];

        assert_eq!(judge(Goal::AtMost(2.0), "ns", false, &cells).outcome, Outcome::Undecided);
        assert_eq!(judge(Goal::AtMost(2.0), "calls", true, &cells).outcome, Outcome::Met);
    }
}
