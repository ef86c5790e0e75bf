//! The book's own results are whole: a page may name every figure that there is a probe for.

#![forbid(unsafe_code)]

use figures::Reference;
use lab::claims::checks;
use lab::probe::probes;
use std::path::Path;

fn reference() -> Reference {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference");
    Reference::read(&folder).expect("the reference can be read")
}

#[test]
fn what_the_book_quotes_comes_from_whole_runs_of_an_optimised_build() {
    for run in &reference().runs {
        let of = &run.machine.date;
        assert!(run.complete && !run.quick && run.rounds >= 11, "the run of {of} is partial");
        assert!(!run.machine.rustc.contains("without"), "the run of {of} was not optimised");
        let failed = run.figures.iter().filter_map(|it| it.missing.as_deref());
        let failed: Vec<_> = failed.filter(|reason| reason.starts_with("fails")).collect();
        assert!(failed.is_empty(), "the run of {of}: {failed:?}");
    }
}

#[test]
fn every_figure_and_every_check_is_in_it() {
    let reference = reference();
    let Some(run) = reference.run("switch") else {
        eprintln!("there is no reference yet: cargo lab --json crates/lab/reference/claims.json");
        return;
    };
    let probes = probes();
    let given: Vec<_> = probes.iter().flat_map(|it| &it.figures).map(|it| it.name).collect();
    let kept: Vec<_> = run.figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(kept, given, "measure again: cargo lab --json crates/lab/reference/claims.json");
    let checks = checks();
    let said: Vec<_> = checks.iter().map(|check| (check.claim, &*check.says.en)).collect();
    let kept: Vec<_> = run.checks.iter().map(|it| (it.claim.as_str(), &*it.says.en)).collect();
    let cure = "judge again: cargo lab --from crates/lab/reference/claims.json --json the-same";
    assert_eq!(kept, said, "{cure}");
}
