//! Puts what the lab measured on a page: one value in a sentence, or a family as a plot and a table.
//!
//! A value stands in its sentence with its unit. Where it is used first on a page, a footnote says
//! how far the measurements spread and, once a page, which machine they come from; so the
//! sentence stays short, and paper, e-readers and screen readers have the same as the site.

use crate::lang::{Words, bracketed};
use crate::page::PageTarget;
use crate::tables;
use catalog::Lang;
use figures::{Family, Figure, Reference, Results, Summary, Table, Unit};
use listing::Problem;
use std::collections::BTreeSet;
use std::path::Path;

/// Where the lab's reference results lie, relative to the repository's root.
pub const FOLDER: &str = "crates/lab/reference";

/// The lab's reference results.
#[derive(Debug, Default)]
pub struct Measured {
    reference: Reference,
}

/// What a page has said already of machines and spreads.
#[derive(Debug, Default)]
pub struct Said {
    figures: BTreeSet<String>,
    /// Runs whose machine has been described.
    machines: BTreeSet<usize>,
    /// The footnotes, to be put at the page's end.
    notes: String,
}

impl Said {
    /// The footnotes of the page.
    pub fn notes(&self) -> &str {
        &self.notes
    }
}

/// A figure, its value, and the run that it comes from.
#[derive(Clone, Copy)]
struct Found<'a> {
    figure: &'a Figure,
    value: Summary,
    run: &'a Results,
}

impl Measured {
    /// Reads every file of [`FOLDER`]; where there is none, nothing has been measured yet.
    ///
    /// # Errors
    /// A file is no result of the lab, or two have the same figure.
    pub fn read(root: &Path) -> Result<Self, Problem> {
        Reference::read(&root.join(FOLDER))
            .map(|reference| Self { reference })
            .map_err(|error| Problem::of(FOLDER, format!("{error:#}")))
    }

    /// What replaces `{{#measured switch.thread}}`, or `{{#measured switch.thread / switch.poll}}`,
    /// which is how many times the first is the second.
    ///
    /// # Errors
    /// There is no such figure, or it could not be measured.
    pub fn inline(
        &self,
        arguments: &str,
        page: &PageTarget,
        said: &mut Said,
    ) -> Result<String, String> {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let lang = page.lang;
        let (text, of) = match words.as_slice() {
            [name] => {
                let found = self.find(name)?;
                let figure = found.figure;
                (shown(&found.value, figure.unit, figure.decided, lang), vec![found])
            }
            [above, "/", below] => {
                let (above, below) = (self.find(above)?, self.find(below)?);
                let ratio = ratio(above, below)?;
                let decided = above.figure.decided && below.figure.decided && ratio.is_narrow(true);
                let text = shown(&ratio, Unit::Times, decided, lang);
                let text = if lang == Lang::Zh { text.replace('×', "倍") } else { text };
                (text, vec![above, below])
            }
            _ => return Err("which figure? write {{#measured switch.thread}}".into()),
        };
        let new: Vec<Found> =
            of.into_iter().filter(|found| said.figures.insert(found.figure.name.clone())).collect();
        let Some(last) = new.last().filter(|_| page.renderer != "snippets") else {
            return Ok(text);
        };
        let key = format!("measured-{}", last.figure.name.replace('.', "-"));
        let note = self.note(&new, lang, said);
        said.notes.push_str(&format!("\n\n[^{key}]: {note}"));
        Ok(format!("{text}[^{key}]"))
    }

    /// What replaces `{{#plot switch}}`: the drawing with its caption, and its table.
    ///
    /// # Errors
    /// Nothing of that name was measured, or it cannot be drawn.
    pub fn plot(&self, name: &str, caption: &str, page: &PageTarget) -> Result<String, String> {
        let results = self.reference.run(name).ok_or_else(|| self.unknown(name, true))?;
        if page.renderer == "snippets" {
            return Ok(String::new());
        }
        let lang = page.lang;
        let mut table = figures::table(results, name, lang);
        if table.title == name
            && let Some(family) = Family::named(name.split('.').next().unwrap_or(name))
        {
            table.title = family.title.get(lang).to_string();
        }
        let svg = drawn(results, name, lang)?;
        let words = Words::of(page.lang);
        let machine = machine(results, page.lang);
        let lead = format!("**{}**{}", table.title, words.stop);
        let caption = [lead.as_str(), caption, machine.as_str()];
        let caption: Vec<&str> = caption.into_iter().filter(|part| !part.is_empty()).collect();
        let caption = caption.join(words.space);
        let caption = format!("<figcaption>\n\n{caption}\n\n</figcaption>");
        let rows = rows(&table, page.lang);
        // Paper shows the table below the drawing; the site folds it.
        if page.renderer != "html" {
            return Ok(format!("<figure>\n{svg}\n{caption}\n</figure>\n\n{rows}"));
        }
        let id = format!(" id=\"plot-{}\"", name.replace('.', "-"));
        Ok(folded(&svg, &table.title, &id, &caption, &rows, words))
    }

    /// The runs of the reference, in order.
    pub(crate) fn runs(&self) -> &[Results] {
        &self.reference.runs
    }

    /// Everything of one name: on the site drawn, with its table to open; elsewhere the table.
    ///
    /// # Errors
    /// It cannot be drawn.
    pub(crate) fn in_full(
        &self,
        run: &Results,
        name: &str,
        page: &PageTarget,
    ) -> Result<String, String> {
        let lang = page.lang;
        let table = figures::table(run, name, lang);
        let rows = rows(&table, lang);
        if page.renderer != "html" {
            return Ok(rows);
        }
        let svg = drawn(run, name, lang)?;
        Ok(folded(&svg, &table.title, "", "", &rows, Words::of(lang)))
    }

    fn find(&self, name: &str) -> Result<Found<'_>, String> {
        let (figure, run) = self.reference.figure(name).ok_or_else(|| self.unknown(name, false))?;
        let why = || figure.missing.clone().unwrap_or_else(|| "it has no value".into());
        let value = figure.value.ok_or_else(|| {
            format!("`{name}` was not measured on the reference machine: {}", why())
        })?;
        Ok(Found { figure, value, run })
    }

    /// Says that nothing of this name was measured, and which names are near.
    fn unknown(&self, name: &str, family: bool) -> String {
        let what = if family { "family" } else { "figure" };
        if self.reference.runs.is_empty() {
            return format!(
                "no {what} `{name}`: {FOLDER} holds no reference results yet; \
                 `cargo lab --json {FOLDER}/claims.json` measures and writes them"
            );
        }
        let figures = || self.reference.runs.iter().flat_map(|run| &run.figures);
        let known: BTreeSet<&str> = match family {
            true => figures().map(Figure::family).collect(),
            false => figures().map(|figure| figure.name.as_str()).collect(),
        };
        let hint = listing::did_you_mean(name, known.into_iter());
        let hint = hint.unwrap_or_else(|| "`cargo lab --list` shows them all".into());
        format!("no {what} `{name}`; {hint}")
    }

    /// The footnote of a value: what it is the middle of, and where it was measured.
    fn note(&self, found: &[Found], lang: Lang, said: &mut Said) -> String {
        let words = Words::of(lang);
        let mut note: Vec<String> = found.iter().map(|found| spread_of(found, lang)).collect();
        let Some(found) = found.last() else { return String::new() };
        let run = self.reference.runs.iter().position(|run| std::ptr::eq(run, found.run));
        note.push(match said.machines.insert(run.unwrap_or_default()) {
            true => machine(found.run, lang),
            false => words.same_machine.to_string(),
        });
        note.join(words.space)
    }
}

/// “A poll, Rust: median of 11 rounds; half of them gave 2.91 to 3.10 µs.”
fn spread_of(found: &Found, lang: Lang) -> String {
    let (words, figure) = (Words::of(lang), found.figure);
    let label = figure.label.get(lang);
    let count = found.value.count;
    let how = if count < 2 {
        words.counted_once.to_string()
    } else {
        let spread = figures::spread(&found.value, figure.unit, lang);
        words.median_of.replacen("{}", &count.to_string(), 1).replacen("{}", &spread, 1)
    };
    let note = figure.note.iter().map(|note| figures::reason(note, lang));
    let note = note.map(|note| format!("{}{note}{}", words.space, words.stop));
    let label = sentence(label);
    format!("{label}{}{how}{}", words.colon, note.collect::<String>())
}

/// A label as it begins a sentence; a name in code stays as it is.
fn sentence(label: &str) -> String {
    let first = label.split(' ').next().unwrap_or_default();
    if !first.chars().all(char::is_alphabetic) {
        return label.to_string();
    }
    let mut letters = label.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// “Measured on an AMD EPYC with 2 cores, Linux 6.1, on 2026-11-23; …”
fn machine(results: &Results, lang: Lang) -> String {
    let (words, machine) = (Words::of(lang), &results.machine);
    let mut text = words
        .measured_on
        .replacen("{}", machine.cpu.trim(), 1)
        .replacen("{}", &machine.cores.to_string(), 1)
        .replacen("{}", machine.system.trim(), 1)
        .replacen("{}", machine.date.trim(), 1);
    if results.quick || !results.complete {
        text.push_str(words.space);
        text.push_str(words.preliminary);
    }
    text
}

fn drawn(results: &Results, name: &str, lang: Lang) -> Result<String, String> {
    figures::plot(results, name, lang).map_err(|e| format!("`{name}` cannot be drawn: {e:#}"))
}

/// A drawing on the site: its caption below it, and its table, which opens.
fn folded(svg: &str, title: &str, id: &str, caption: &str, rows: &str, words: &Words) -> String {
    let title = escaped(title);
    let caption = if caption.is_empty() { String::new() } else { format!("{caption}\n") };
    format!(
        "<figure class=\"plot\"{id}>\n\
         <div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\" \
         data-pagefind-ignore>\n{svg}\n</div>\n{caption}</figure>\n\n\
         <details class=\"numbers\">\n<summary>{}</summary>\n\n{rows}\n</details>",
        words.as_table,
    )
}

/// The table in Markdown. A column that would be empty is left out.
fn rows(table: &Table, lang: Lang) -> String {
    let has_more = table.rows.iter().any(|row| !row.beside.is_empty());
    let columns = if has_more { 4 } else { 3 };
    let line = |cells: [&str; 4]| tables::row(&cells[..columns]);
    let [label, median, spread, beside] = &table.head;
    let mut out = line([label, median, spread, beside]);
    out.push_str(&line(["---", "---:", "---:", "---:"]));
    for row in &table.rows {
        if row.median.is_empty() {
            let words = Words::of(lang);
            let why = format!("{}{}{}", words.not_measured, words.colon, row.note);
            out.push_str(&line([&row.label, &why, "", ""]));
        } else {
            let note = match row.note.as_str() {
                "" => String::new(),
                note => bracketed(note, lang),
            };
            let label = format!("{}{note}", row.label);
            out.push_str(&line([&label, &row.median, &row.spread, &row.beside]));
        }
    }
    out
}

/// How many times the second the first is, as far as both spread.
fn ratio(above: Found, below: Found) -> Result<Summary, String> {
    if above.figure.unit != below.figure.unit {
        let (a, b) = (&above.figure.name, &below.figure.name);
        return Err(format!("`{a}` and `{b}` are measured in different units"));
    }
    let (a, b) = (above.value, below.value);
    Ok(Summary {
        median: a.median / b.median,
        low: a.low / b.high,
        high: a.high / b.low,
        count: a.count.min(b.count),
    })
}

/// A value with its unit; one whose spread is too wide to be a result is shown by its spread.
fn shown(value: &Summary, unit: Unit, decided: bool, lang: Lang) -> String {
    match decided {
        true => figures::value(value.median, unit),
        false => {
            let spread = figures::spread(value, unit, lang);
            Words::of(lang).undecided.replace("{}", &spread)
        }
    }
}

/// Text within HTML or one of its attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two figures of one run, the second with too wide a spread, the third without a value.
    fn measured() -> Measured {
        let figure = |name: &str, low: f64, decided: bool| {
            format!(
                r#"{{"name": "{name}", "label": {{"en": "a poll", "zh": "一次轮询"}}, "unit": "seconds",
                "kind": "wall", "value": {{"median": 2e-9, "low": {low}, "high": 3e-9, "count": 11}},
                "decided": {decided}, "units": 1}}"#
            )
        };
        let run = format!(
            r#"{{"schema": 1, "machine": {{"cpu": "a processor", "cores": 2, "system": "Linux",
            "memory_bytes": null, "rustc": "rustc", "versions": [], "load_before": null,
            "load_after": null, "date": "2026-11-23"}}, "rounds": 11, "quick": true,
            "complete": true, "seconds": 1.0, "checks": [], "figures": [{}, {},
            {{"name": "switch.no", "label": {{"en": "no", "zh": "无"}}, "unit": "seconds",
            "kind": "wall", "decided": false, "missing": "needs two cores", "units": 1}}]}}"#,
            figure("switch.poll", 1.9e-9, true),
            figure("switch.wide", 1e-9, false),
        );
        let runs = vec![serde_json::from_str(&run).unwrap()];
        Measured { reference: Reference { runs } }
    }

    fn page(lang: Lang, renderer: &str) -> PageTarget<'_> {
        PageTarget { file: Path::new("p.md"), lang, renderer, repository: "", site: true }
    }

    #[test]
    fn the_first_use_has_a_footnote_and_the_second_none() {
        let (measured, mut said) = (measured(), Said::default());
        let target = page(Lang::En, "html");

        let first = measured.inline("switch.poll", &target, &mut said).unwrap();
        let second = measured.inline("switch.poll", &target, &mut said).unwrap();

        assert_eq!(first, "2.00\u{a0}ns[^measured-switch-poll]");
        assert_eq!(second, "2.00\u{a0}ns");
        let note = "[^measured-switch-poll]: A poll: median of 11 rounds; the middle half of them \
                    gave 1.90 to 3.00\u{a0}ns. Measured on a processor, 2 cores, Linux, on \
                    2026-11-23. Preliminary: from a short run.";
        assert_eq!(said.notes().trim(), note);
    }

    #[test]
    fn what_is_undecided_is_shown_by_its_spread_and_the_machine_once() {
        let (measured, mut said) = (measured(), Said::default());
        let target = page(Lang::Zh, "pdf");

        measured.inline("switch.poll", &target, &mut said).unwrap();
        let wide = measured.inline("switch.wide", &target, &mut said).unwrap();

        assert!(wide.starts_with("1.00 至 3.00\u{a0}ns（波动太大"), "{wide}");
        assert_eq!(said.notes().matches("a processor").count(), 1);
        assert!(said.notes().ends_with("同一台机器。"), "{}", said.notes());
    }

    #[test]
    fn a_ratio_says_how_far_both_spread() {
        let (measured, mut said) = (measured(), Said::default());

        let ratio = measured
            .inline("switch.poll / switch.poll", &page(Lang::En, "html"), &mut said)
            .unwrap();

        assert!(ratio.starts_with("0.63 to 1.58\u{a0}×"), "{ratio}");
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is_near() {
        let (measured, mut said) = (measured(), Said::default());
        let target = page(Lang::En, "html");
        let mut ask = |name: &str| measured.inline(name, &target, &mut said).unwrap_err();

        let near = ask("switch.pol");
        assert!(near.starts_with("no figure `switch.pol`; did you mean `switch.poll`"), "{near}");
        assert!(ask("switch.no").ends_with("on the reference machine: needs two cores"));
        assert!(ask("").contains("write {{#measured switch.thread}}"));
        let plot = measured.plot("switches", "", &target).unwrap_err();
        assert_eq!(plot, "no family `switches`; did you mean `switch`?");
        let empty = Measured::default().plot("switch", "", &target).unwrap_err();
        assert!(empty.contains("holds no reference results yet; `cargo lab --json"), "{empty}");
    }

    #[test]
    fn a_plot_has_its_caption_and_its_table_on_the_site_and_on_paper() {
        let measured = measured();

        let site = measured.plot("switch", "Look.", &page(Lang::En, "html")).unwrap();
        let paper = measured.plot("switch", "Look.", &page(Lang::En, "pdf")).unwrap();

        for shown in [&site, &paper] {
            assert!(shown.contains("<svg"), "{shown}");
            assert!(shown.contains("**What one switch costs**. Look. Measured on a processor"));
            assert!(shown.contains("| a poll | 2.00\u{a0}ns | 1.90 to 3.00\u{a0}ns |"), "{shown}");
            assert!(shown.contains("| no | not measured: needs two cores |  |"), "{shown}");
        }
        assert!(site.contains("<details class=\"numbers\">"));
        assert!(!paper.contains("<div") && !paper.contains("<details"), "{paper}");
    }
}
