//! `cargo lab`: the probes, measured, and the claims that their figures decide.

use crate::check::Check;
use crate::plan::{Probe, Quantity, Size, Wanted};
use crate::probe::probes;
use crate::reading::Reading;
use crate::rounds::{Job, interleave};
use crate::statistics::summary;
use crate::{ask, claims, machine};
use figures::{Figure, Results, SCHEMA};
use std::time::Instant;

/// Measures the probes in so many rounds.
pub fn run(probes: &[Probe], rounds: usize, size: Size) -> Results {
    let mut machine = machine::describe();
    machine::warn_if_busy(&machine);
    let start = Instant::now();
    let mut taken: Vec<Taken> = probes.iter().map(|_| Taken::default()).collect();
    let is_complete = measure(probes, rounds, size, &mut taken);
    machine.load_after = machine::load();
    let figures = probes
        .iter()
        .zip(&taken)
        .flat_map(|(probe, taken)| probe.figures.iter().map(|wanted| figure(probe, wanted, taken)));
    let mut results = Results {
        schema: SCHEMA,
        machine,
        rounds,
        quick: size == Size::Quick,
        complete: is_complete,
        seconds: start.elapsed().as_secs_f64(),
        figures: figures.collect(),
        titles: Default::default(),
        checks: Vec::new(),
    };
    results.checks = judge(&results);
    results
}

/// Labels and checks as they are now, for figures that were measured earlier. The goals of
/// `cargo lab turns` stay as they were judged.
pub fn renew(results: &mut Results) {
    let probes = probes();
    for wanted in probes.iter().flat_map(|probe| &probe.figures) {
        if let Some(figure) = results.figures.iter_mut().find(|it| it.name == wanted.name) {
            figure.label = wanted.label.clone();
        }
    }
    let judged = judge(results);
    results.checks.retain(|check| check.claim == "turns");
    results.checks.extend(judged);
}

/// What the figures say of the claims: of those whose figures were asked for.
fn judge(results: &Results) -> Vec<figures::Check> {
    let was_asked =
        |check: &&Check| check.figures().iter().any(|name| results.figure(name).is_some());
    let reported = |check: &Check| figures::Check {
        verdict: check.holds(results),
        claim: check.claim.to_owned(),
        says: check.says.clone(),
        figures: check.figures().into_iter().map(str::to_owned).collect(),
    };
    claims::checks().into_iter().filter(was_asked).map(reported).collect()
}

/// What came of one probe so far.
#[derive(Default)]
struct Taken {
    readings: Vec<Reading>,
    missing: Option<String>,
}

/// Whether it came to its end.
fn measure(probes: &[Probe], rounds: usize, size: Size, taken: &mut [Taken]) -> bool {
    let mut groups: Vec<(&str, Vec<Job<usize>>)> = Vec::new();
    for (place, probe) in probes.iter().enumerate() {
        if let Err(reason) = ask::can_measure(probe) {
            taken[place].missing = Some(format!("not measurable here: {reason}"));
            continue;
        }
        let job = Job { what: place, most: probe.most_rounds };
        match groups.last_mut() {
            Some((family, jobs)) if *family == probe.family() => jobs.push(job),
            _ => groups.push((probe.family(), vec![job])),
        }
    }
    let groups: Vec<_> = groups.into_iter().map(|(_, jobs)| jobs).collect();
    let name = |place: usize| probes[place].name.to_owned();
    let outcome = interleave(&groups, rounds, name, |place| {
        let taken = &mut taken[place];
        if taken.missing.is_none() {
            let reading = ask::measure(&probes[place], size)?;
            match reading.missing {
                Some(reason) => taken.missing = Some(format!("not measurable here: {reason}")),
                None => taken.readings.push(reading),
            }
        }
        Ok(())
    });
    for (place, reason) in outcome.failed {
        taken[place].missing = Some(reason);
    }
    outcome.is_complete
}

fn figure(probe: &Probe, wanted: &Wanted, taken: &Taken) -> Figure {
    // What failed in a later round is no result of the earlier ones.
    let readings = if taken.missing.is_some() { &[][..] } else { &taken.readings };
    let of = |quantity: Quantity| summary(readings.iter().filter_map(|it| quantity.of(it)));
    let value = of(wanted.quantity);
    let missing = taken.missing.clone();
    let silent = || match readings {
        [] => "not measured".to_owned(),
        [first, ..] if wanted.quantity.is_not_counted(first) => {
            "not measurable here: this system does not count it".to_owned()
        }
        _ => "the probe did not say it".to_owned(),
    };
    Figure {
        name: wanted.name.to_owned(),
        label: wanted.label.clone(),
        unit: wanted.quantity.unit(),
        kind: wanted.quantity.kind(),
        decided: value.is_some_and(|value| value.is_narrow(probe.is_exact)),
        missing: missing.or_else(|| value.is_none().then(silent)),
        value,
        note: readings.iter().find_map(|reading| reading.note.clone()),
        wall: of(Quantity::WallEach),
        cpu: of(Quantity::CpuEach),
        peak_bytes: of(Quantity::Peak),
        units: readings.last().map_or(0, |reading| reading.units),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::words;

    fn probe() -> Probe {
        Probe::python("switch.test", words("test", "测试")).also(
            "weight.test",
            words("test", "测试"),
            Quantity::Peak,
        )
    }

    fn taken(walls: &[f64]) -> Taken {
        let reading = |&wall_s| Reading { units: 10, wall_s, ..Reading::default() };
        Taken { readings: walls.iter().map(reading).collect(), missing: None }
    }

    #[test]
    fn a_figure_is_the_median_for_each_unit() {
        let probe = probe();
        let figure = figure(&probe, &probe.figures[0], &taken(&[10.0, 30.0, 11.0]));
        assert_eq!(figure.value.unwrap().median, 1.1);
        assert!(!figure.decided, "from 10.5 to 20.5 is too wide");
        assert_eq!(figure.units, 10);
    }

    fn counted() -> Probe {
        let switches = Quantity::Value("switches", figures::Unit::Count);
        probe().also("entries.test", words("test", "测试"), switches)
    }

    #[test]
    fn what_was_not_said_is_missing() {
        let probe = counted();
        let figure = figure(&probe, &probe.figures[2], &taken(&[10.0]));
        assert_eq!(figure.missing.as_deref(), Some("the probe did not say it"));
        assert!(!figure.decided);
    }

    #[test]
    fn what_the_system_does_not_count_is_not_measurable_and_zero_is() {
        let probe = counted();
        let said = |value: Option<f64>| {
            let reading = Reading { units: 10, wall_s: 10.0, ..Reading::default() };
            let readings = vec![reading.with("switches", value)];
            Taken { readings, missing: None }
        };
        let of = |place: usize, value| figure(&probe, &probe.figures[place], &said(value));

        let reason = "not measurable here: this system does not count it";
        assert_eq!(of(2, None).missing.as_deref(), Some(reason));
        assert_eq!(of(1, None).missing.as_deref(), Some(reason), "the peak");
        let zero = of(2, Some(0.0));
        assert_eq!((zero.value.map(|it| it.median), zero.missing), (Some(0.0), None));
    }

    #[test]
    fn checks_of_an_earlier_run_are_judged_again_and_goals_are_kept() {
        let mut results: Results =
            serde_json::from_str(include_str!("../tests/results.json")).unwrap();
        results.checks[0].says = words("an old wording", "旧说法");
        results
            .checks
            .push(figures::Check { claim: "turns".to_owned(), ..results.checks[0].clone() });

        renew(&mut results);

        let old = results.checks.iter().filter(|check| check.says.en == "an old wording");
        assert_eq!(old.map(|check| &*check.claim).collect::<Vec<_>>(), ["turns"]);
        assert!(results.checks.iter().any(|check| check.claim == "N05"));
        let poll = results.figure("switch.poll").unwrap();
        assert_eq!(
            poll.label,
            probes().iter().find(|it| it.name == "switch.poll").unwrap().figures[0].label
        );
    }

    #[test]
    fn what_failed_later_has_no_value() {
        let probe = probe();
        let taken = Taken { missing: Some("fails: no".to_owned()), ..taken(&[10.0, 10.0, 10.0]) };
        let figure = figure(&probe, &probe.figures[0], &taken);
        assert_eq!((figure.value, figure.missing.as_deref()), (None, Some("fails: no")));
    }
}
