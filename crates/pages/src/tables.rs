//! Long tables in the text of a chapter: the site shows their first rows, and the rest on demand.

use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::lang::Words;
use catalog::Lang;
use std::ops::Range;

/// How many rows of a table are shown at once.
const ROWS: usize = 6;

/// A row of a table in Markdown.
pub(crate) fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells = cells.into_iter().map(|cell| cell.as_ref().replace('|', "\\|"));
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// The page with the later rows of each long table folded. Only tables that the author typed, as
/// `typed` has them, and none that is folded already.
pub fn fold(expanded: &str, typed: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(expanded.len());
    let mut copied = 0;
    for span in tables(expanded) {
        let lines: Vec<&str> = expanded[span.clone()].trim_end().lines().collect();
        let rows = lines.len().saturating_sub(2);
        if rows <= ROWS || !typed.contains(&lines[..3].join("\n")) {
            continue;
        }
        let (shown, rest) = lines.split_at(2 + ROWS);
        out.push_str(&expanded[copied..span.start]);
        let summary = Words::of(lang).more_rows.replace("{}", &rest.len().to_string());
        out.push_str(&format!(
            "{}\n\n<details class=\"more-rows\">\n<summary>{summary}</summary>\n\n{}\n{}\n\n</details>\n\n",
            shown.join("\n"),
            lines[..2].join("\n"),
            rest.join("\n")
        ));
        copied = span.end;
    }
    out.push_str(&expanded[copied..]);
    out
}

/// Where the tables are that stand in the page itself: in no list, quotation or `<details>`.
fn tables(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut folded: usize = 0;
    for (event, span) in new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter()
    {
        match event {
            Event::Html(html) => {
                folded += html.matches("<details").count();
                folded = folded.saturating_sub(html.matches("</details>").count());
            }
            Event::Start(Tag::Table(_)) => {
                let at_margin = span.start == 0 || markdown[..span.start].ends_with('\n');
                if folded == 0 && at_margin {
                    found.push(span);
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> String {
        let rows: String = (1..=rows).map(|row| format!("| {row} | x |\n")).collect();
        format!("| a | b |\n|---|---|\n{rows}")
    }

    #[test]
    fn six_rows_stay_and_of_eight_two_fold_below_their_own_head() {
        assert_eq!(fold(&table(6), &table(6), Lang::En), table(6));

        let page = format!("Text.\n\n{}\nOn.\n", table(8));
        let folded = fold(&page, &page, Lang::En);

        let expected = "| 6 | x |\n\n<details class=\"more-rows\">\n<summary>2 more rows</summary>\n\n\
            | a | b |\n|---|---|\n| 7 | x |\n| 8 | x |\n\n</details>\n\n";
        assert!(folded.contains(expected), "{folded}");
        assert!(folded.ends_with("On.\n"), "{folded}");
    }

    #[test]
    fn what_a_directive_made_or_is_folded_already_stays() {
        let page = table(8);
        assert_eq!(fold(&page, "{{#glossary}}", Lang::En), page);
        let closed = format!("<details>\n<summary>s</summary>\n\n{page}\n</details>\n");
        assert_eq!(fold(&closed, &closed, Lang::En), closed);
    }
}
