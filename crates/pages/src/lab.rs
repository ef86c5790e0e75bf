//! The lab's page: everything that was measured, generated from the results, so that no new figure
//! can be forgotten on it.

use crate::lang::{Words, bracketed};
use crate::measured::Measured;
use crate::page::PageTarget;
use crate::tables;
use catalog::Lang;
use figures::{FAMILIES, Figure, Results, Verdict};
use std::collections::BTreeSet;

/// The directive that shows all of it.
pub const NAME: &str = "lab";

/// For each run its machine, then its families, each with its command; at the end what was not
/// measured and why, and what the lab found to be so.
///
/// # Errors
/// Nothing was measured yet, or a family cannot be drawn.
pub fn page(measured: &Measured, page: &PageTarget) -> Result<String, String> {
    let (lang, words) = (page.lang, Words::of(page.lang));
    let mut out = String::new();
    let runs = measured.runs();
    for run in runs {
        out.push_str(&machine(run, lang));
        for family in FAMILIES.iter().filter(|family| run.below(family.name).next().is_some()) {
            let (name, title) = (family.name, family.title.get(lang));
            out.push_str(&format!("### {title} {{#lab-{name}}}\n\n"));
            out.push_str(&format!("{}{}`cargo lab {name}`\n\n", words.measure_it, words.space));
            // A family of many tables is shown table by table.
            let below = format!("{name}.");
            let tables: Vec<&String> =
                run.titles.keys().filter(|title| title.starts_with(&below)).collect();
            if tables.is_empty() {
                out.push_str(&measured.in_full(run, name, page)?);
                out.push_str("\n\n");
            }
            for part in tables {
                let title = figures::table(run, part, lang).title;
                out.push_str(&format!("**{title}**\n\n"));
                out.push_str(&measured.in_full(run, part, page)?);
                out.push_str("\n\n");
            }
        }
    }
    let missing: BTreeSet<(String, String)> =
        runs.iter().flat_map(|run| &run.figures).filter_map(|f| absent(f, lang)).collect();
    if !missing.is_empty() {
        let rows: Vec<String> =
            missing.iter().map(|(what, why)| tables::row([what, why])).collect();
        out.push_str(&format!(
            "### {} {{#lab-missing}}\n\n| {} | {} |\n|---|---|\n{}\n\n",
            words.missing,
            words.what,
            words.why,
            rows.concat()
        ));
    }
    out.push_str(&checks(runs, lang));
    Ok(out)
}

fn machine(run: &Results, lang: Lang) -> String {
    let words = Words::of(lang);
    let machine = &run.machine;
    let day = machine.date.split(' ').next().unwrap_or(&machine.date);
    let load = match (machine.load_before, machine.load_after) {
        (Some(before), Some(after)) => format!("{before:.2}, {after:.2}"),
        _ => "–".to_string(),
    };
    let rows = [
        (words.date, day.to_string()),
        (words.processor, format!("{} × {}", machine.cores, machine.cpu.trim())),
        (words.system, machine.system.trim().to_string()),
        (words.versions, format!("{}, {}", machine.rustc, machine.versions.join(", "))),
        (words.rounds, run.rounds.to_string()),
        (words.load, load),
    ];
    let rows: Vec<String> =
        rows.iter().map(|(name, value)| tables::row([name, value.as_str()])).collect();
    let head = format!("| {} | |\n|---|---|\n", words.the_run);
    format!("{head}{}\n\n", rows.concat())
}

/// A figure that could not be measured there, and why.
fn absent(figure: &Figure, lang: Lang) -> Option<(String, String)> {
    let why = figures::reason(figure.missing.as_deref()?, lang).into_owned();
    let name = bracketed(&format!("`{}`", figure.name), lang);
    Some((format!("{}{name}", figure.label.get(lang)), why))
}

/// What the lab compares, and what came of it.
fn checks(runs: &[Results], lang: Lang) -> String {
    let words = Words::of(lang);
    let verdict = |verdict: &Verdict| match verdict {
        Verdict::Holds => words.holds,
        Verdict::Fails => words.does_not_hold,
        Verdict::Undecided => words.too_close,
        Verdict::NotMeasured => words.not_measured,
    };
    let rows: Vec<String> = runs
        .iter()
        .flat_map(|run| &run.checks)
        .map(|check| tables::row([&*check.claim, check.says.get(lang), verdict(&check.verdict)]))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "### {} {{#lab-checks}}\n\n| | {} | |\n|---|---|---|\n{}\n",
        words.orders,
        words.claim,
        rows.concat()
    )
}
