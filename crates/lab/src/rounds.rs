//! All measurements, in turn: A B C A B C …, so that a slow minute slows all alike.

use crate::progress;
use anyhow::Result;

/// How the reason begins why something has no value that should have one.
pub const FAILS: &str = "fails: ";

/// One measurement of a round.
#[derive(Debug, Clone, Copy)]
pub struct Job<T> {
    /// What to measure.
    pub what: T,
    /// In how many rounds at most.
    pub most: usize,
}

/// What came of the rounds.
#[derive(Debug)]
pub struct Outcome<T> {
    /// Whether all came to their end.
    pub is_complete: bool,
    /// What failed, and why. It was not asked again.
    pub failed: Vec<(T, String)>,
}

/// Measures all jobs, group by group, in so many rounds.
pub fn interleave<T: Copy>(
    groups: &[Vec<Job<T>>],
    rounds: usize,
    name: impl Fn(T) -> String,
    mut measure: impl FnMut(T) -> Result<()>,
) -> Outcome<T> {
    let steps = groups.iter().flatten().map(|job| job.most.min(rounds)).sum();
    let bar = progress::bar(steps);
    let mut has_failed: Vec<Vec<bool>> =
        groups.iter().map(|jobs| vec![false; jobs.len()]).collect();
    let mut failed = Vec::new();
    for round in 0..rounds {
        for (jobs, has_failed) in groups.iter().zip(&mut has_failed) {
            // Each round another one is first.
            for place in (0..jobs.len()).map(|place| (place + round) % jobs.len()) {
                let Job { what, most } = jobs[place];
                let is_due = round < most;
                if !is_due || has_failed[place] {
                    bar.inc(u64::from(is_due));
                    continue;
                }
                bar.set_message(name(what));
                let outcome = measure(what);
                if progress::interrupted() {
                    bar.finish_and_clear();
                    return Outcome { is_complete: false, failed };
                }
                if let Err(error) = outcome {
                    bar.suspend(|| eprintln!("{}: {error:#}", name(what)));
                    has_failed[place] = true;
                    failed.push((what, format!("{FAILS}{error:#}")));
                }
                bar.inc(1);
            }
        }
    }
    bar.finish_and_clear();
    Outcome { is_complete: true, failed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn order(jobs: &[Job<char>], rounds: usize) -> (String, Outcome<char>) {
        let mut seen = String::new();
        let outcome = interleave(&[jobs.to_vec()], rounds, String::from, |what| {
            seen.push(what);
            if what == 'x' { bail!("no") } else { Ok(()) }
        });
        (seen, outcome)
    }

    fn timed(what: char) -> Job<char> {
        Job { what, most: usize::MAX }
    }

    #[test]
    fn each_round_begins_with_another_one() {
        let (seen, outcome) = order(&[timed('a'), timed('b'), timed('c')], 3);
        assert_eq!(seen, "abcbcacab");
        assert!(outcome.is_complete);
    }

    #[test]
    fn what_has_had_its_rounds_or_has_failed_is_not_measured_again() {
        let once = Job { what: 'o', most: 1 };
        let (seen, outcome) = order(&[once, timed('x'), timed('b')], 2);
        assert_eq!(seen, "oxbb");
        assert_eq!(outcome.failed, [('x', "fails: no".to_owned())]);
    }
}
