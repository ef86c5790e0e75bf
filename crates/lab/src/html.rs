//! The report as a page that opens without a network: plots, the figures below each, the claims.

use crate::machine::describe_in_lines;
use crate::show::{duration, rounds, word};
use anyhow::Result;
use figures::{Check, FAMILIES, Lang, Reference, Results, Row, Verdict, plot, row, table};
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");

/// A run as one page of HTML.
///
/// # Errors
///
/// If a plot cannot be drawn.
pub fn page(results: &Results, reference: &Reference) -> Result<String> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>What cargo lab measured</title>\n<style>\n{STYLE}</style>\n<main>\n\
         <h1>What cargo lab measured</h1>\n"
    );
    about(&mut page, results)?;
    if !results.checks.is_empty() {
        claims(&mut page, results, reference)?;
    }
    for name in sections(results) {
        section(&mut page, results, reference, name)?;
    }
    page.push_str("</main>\n");
    Ok(page)
}

/// Families, or where a family has parts with titles of their own, these.
fn sections(results: &Results) -> impl Iterator<Item = &str> {
    let families = FAMILIES.iter().map(|family| family.name);
    let whole = families.filter(|&family| {
        let has_parts = results.titles.keys().any(|name| name.split('.').next() == Some(family));
        !has_parts && results.below(family).next().is_some()
    });
    whole.chain(results.titles.keys().map(String::as_str))
}

fn about(page: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(page, "<p>Medians of {}; {}.</p>\n<ul>", rounds(results.rounds), duration(results))?;
    for line in describe_in_lines(&results.machine) {
        writeln!(page, "<li>{}</li>", escaped(&line))?;
    }
    writeln!(page, "</ul>")
}

fn claims(page: &mut String, results: &Results, reference: &Reference) -> std::fmt::Result {
    writeln!(page, "<h2>What it says of the claims</h2>")?;
    let head = ["Claim", "", "Here", "In the book", "Figures here", "Figures in the book"];
    open_table(page, "Claims and what the figures say of them", &head)?;
    for check in &results.checks {
        let book = reference.check(check);
        let verdict = |check: Option<&Check>| {
            let verdict = check.map(|check| check.verdict);
            let sign = verdict.map_or("", sign);
            format!("{sign} {}", verdict.map_or("", word))
        };
        let medians = |of: &dyn Fn(&str) -> Option<Row>| {
            let rows = check.figures.iter().filter_map(|name| of(name));
            let said = rows.map(|row| {
                let value = if row.median.is_empty() { row.note } else { row.median };
                format!("{}: {value}", row.label)
            });
            said.collect::<Vec<_>>().join("; ")
        };
        let here = medians(&|name| Some(row(results.figure(name)?, Lang::En)));
        let there = medians(&|name| Some(row(reference.figure(name)?.0, Lang::En)));
        let cells = [&check.says.en, &*verdict(Some(check)), &verdict(book), &here, &there];
        write_row(page, &check.claim, &cells)?;
    }
    writeln!(page, "</table></div>")
}

/// A verdict that is seen without reading.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "✓",
        Verdict::Fails => "✗",
        Verdict::Undecided => "~",
        Verdict::NotMeasured => "–",
    }
}

fn section(page: &mut String, results: &Results, reference: &Reference, name: &str) -> Result<()> {
    let table = table(results, name, Lang::En);
    writeln!(page, "<h2>{}</h2>", escaped(&table.title))?;
    writeln!(page, "<figure>\n{}</figure>", plot(results, name, Lang::En)?)?;
    let [_, median, spread, beside] = &table.head;
    open_table(page, &table.title, &["", median, spread, beside, "in the book", "", "name"])?;
    for row in table.rows {
        let book = reference.figure(&row.name).map(|(figure, _)| figures::row(figure, Lang::En));
        let book = book.map_or(String::new(), |book| book.median);
        let cells = [&row.median, &row.spread, &row.beside, &book, &row.note, &*row.name];
        write_row(page, &row.label, &cells)?;
    }
    writeln!(page, "</table></div>")?;
    Ok(())
}

fn open_table(page: &mut String, caption: &str, head: &[&str]) -> std::fmt::Result {
    // It can be scrolled by the keyboard where it is wider than the page.
    write!(
        page,
        "<div role=\"region\" aria-label=\"{}\" tabindex=\"0\"><table><tr>",
        escaped(caption)
    )?;
    for cell in head {
        let tag = if cell.is_empty() { "td" } else { "th scope=\"col\"" };
        write!(page, "<{tag}>{}</{}>", escaped(cell), &tag[..2])?;
    }
    writeln!(page, "</tr>")
}

fn write_row(page: &mut String, head: &str, cells: &[&str]) -> std::fmt::Result {
    write!(page, "<tr><th scope=\"row\">{}</th>", escaped(head))?;
    for cell in cells {
        write!(page, "<td>{}</td>", escaped(cell))?;
    }
    writeln!(page, "</tr>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results() -> Results {
        serde_json::from_str(include_str!("../tests/results.json")).unwrap()
    }

    #[test]
    fn a_page_asks_nobody_for_anything() {
        let page = page(&results(), &Reference::default()).unwrap();
        let addresses = page.matches("http").count();
        let names = page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count();
        assert_eq!(addresses, names, "only the name of a namespace looks like an address");
        for asking in ["<script", "<link", "<img", "@import", "url("] {
            assert!(!page.contains(asking), "{asking}");
        }
    }

    #[test]
    fn every_family_has_a_plot_and_every_figure_a_row() {
        let results = results();
        let page = page(&results, &Reference::default()).unwrap();
        assert_eq!(page.matches("<svg").count(), 2);
        for figure in &results.figures {
            assert!(page.contains(&format!("<td>{}</td></tr>", figure.name)), "{}", figure.name);
        }
    }

    #[test]
    fn the_book_stands_beside_what_is_here() {
        let results = results();
        let reference = Reference { runs: vec![results.clone()] };
        let page = page(&results, &reference).unwrap();
        assert!(page.contains("<td>✓ holds</td><td>✓ holds</td>"), "{page}");
    }

    #[test]
    fn text_is_no_markup() {
        let mut results = results();
        results.machine.cpu = "<b>".to_owned();
        results.figures[0].label.en = "a & b".into();
        let page = page(&results, &Reference::default()).unwrap();
        assert!(!page.contains("<b>") && page.contains("a &amp; b"));
    }
}
