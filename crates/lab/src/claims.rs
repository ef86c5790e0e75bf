//! The claims of the notes that a figure decides, each as orders between figures.
//!
//! A claim of the notes is a sentence; what can be held against figures is narrower. So a claim
//! has several checks where its sentence says several things, and a check that fails is no fault
//! of the lab: it is where the notes say more than is so. `N03`, for one, says that to switch
//! processes is dear. It is, beside a coroutine; beside a thread it hardly is.

mod switching;
mod threads;
mod weights;

use crate::check::Check;

/// All checks, in the order of the claims.
pub fn checks() -> Vec<&'static Check> {
    let mut all: Vec<_> =
        [switching::CHECKS, threads::CHECKS, weights::CHECKS].into_iter().flatten().collect();
    // Those of one claim keep their order.
    all.sort_by_key(|check| check.claim);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::probes;
    use std::collections::HashSet;

    #[test]
    fn every_figure_of_a_check_is_measured_by_some_probe() {
        let measured: HashSet<_> =
            probes().iter().flat_map(|probe| &probe.figures).map(|figure| figure.name).collect();
        for check in checks() {
            assert!(!check.figures().is_empty(), "{}", check.says.en);
            for figure in check.figures() {
                assert!(measured.contains(figure), "{}: nobody measures {figure}", check.claim);
            }
        }
    }

    #[test]
    fn every_claim_about_cost_has_a_check() {
        let claims: HashSet<_> = checks().iter().map(|check| check.claim).collect();
        for claim in [
            "N03", "N04", "N05", "N07", "N08", "N09", "N10", "N12", "N14", "N19", "N22", "N23",
            "N24", "N25", "N26", "N27",
        ] {
            assert!(claims.contains(claim), "{claim}");
        }
    }

    #[test]
    fn no_figure_is_measured_twice() {
        let mut seen = HashSet::new();
        for probe in probes() {
            assert_eq!(probe.name, probe.figures[0].name);
            for figure in &probe.figures {
                assert!(seen.insert(figure.name), "{} twice", figure.name);
            }
        }
    }
}
