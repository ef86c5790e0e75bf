//! The table from asyncio to Rust: what one writes in place of each thing, and what bites.

use crate::directive;
use crate::lang::{Words, bracketed};
use crate::ledger::{Bilingual, Evidence, place_on};
use crate::page::{Page, PageTarget};
use crate::repository;
use crate::tables;
use crate::toml_file;
use catalog::{Lang, Side};
use listing::Problem;
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::LazyLock;

/// Where the table lies, relative to the repository's root.
pub const FILE: &str = "book/asyncio.toml";
/// The page that shows it.
pub const PAGE: &str = "asyncio-to-rust";
/// Where the tests of its rows are.
pub const TESTS: &str = "crates/asyncio-to-rust/tests";
/// The directive that shows a group of it.
pub const NAME: &str = "asyncio";

/// All groups, in the order of the page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The groups.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
}

/// Rows that a section of the page shows together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name, which is the id of its section, too.
    pub id: String,
    /// The rows.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// One thing of asyncio, and what Rust has in its place. A cell is Markdown on one line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What one writes in Python.
    pub asyncio: String,
    /// What works on every runtime.
    pub any: Option<String>,
    /// What one writes on tokio …
    pub tokio: Option<String>,
    /// … on async-std …
    pub async_std: Option<String>,
    /// … on smol …
    pub smol: Option<String>,
    /// … and on the book's own loop.
    pub turns: Option<String>,
    /// How the two sides differ where one least expects it.
    pub bites: Bilingual,
    /// Those of the cells above that hold words, in Chinese.
    #[serde(default)]
    pub zh: Cells,
    /// What shows it, in both languages. A row without has a link in place of it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// The cells of a row, by the names that they have there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the cell that it names")]
pub struct Cells {
    pub asyncio: Option<String>,
    pub any: Option<String>,
    pub tokio: Option<String>,
    pub async_std: Option<String>,
    pub smol: Option<String>,
    pub turns: Option<String>,
}

impl Table {
    /// Reads the table below this root.
    ///
    /// # Errors
    /// The file is missing, or is no such table: the message has the line.
    pub fn read(root: &Path) -> Result<Self, Problem> {
        toml_file::read(root, FILE)
    }

    /// A group as a table of three columns.
    ///
    /// # Errors
    /// There is no such group: the message names those there are.
    pub fn expand(
        &self,
        id: &str,
        page: &PageTarget,
        left_out: &BTreeSet<String>,
    ) -> Result<String, String> {
        let lang = page.lang;
        let Some(group) = self.groups.iter().find(|group| group.id == id) else {
            let ids: Vec<&str> = self.groups.iter().map(|group| group.id.as_str()).collect();
            return Err(format!("{FILE} has no group `{id}`; it has {}", ids.join(", ")));
        };
        let words = Words::of(lang);
        let mut out = format!("| asyncio | Rust | {} |\n|---|---|---|\n", words.what_bites);
        for row in &group.rows {
            let shown: Vec<String> =
                row.evidence.iter().map(|e| shown(e, page, left_out)).collect();
            let bites = row.bites.get(lang);
            // Between Chinese and the name of a listing there is a space, too.
            let is_name = matches!(row.evidence.first(), Some(Evidence::Listing(_)));
            let space = if is_name { " " } else { words.space };
            let evidence = match shown.is_empty() {
                true => words.no_test.to_string(),
                false => {
                    format!("{}{space}{}{}", words.shown_by, shown.join(words.comma), words.stop)
                }
            };
            let bites = format!("{bites}<br>{evidence}");
            out.push_str(&tables::row([&row.python(lang), &row.rust(lang), &bites]));
        }
        Ok(out)
    }

    /// What the table lacks or has twice, and evidence that shows one language only.
    pub fn faults(&self, exists: impl Fn(&Evidence) -> Result<(), String>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        for row in self.groups.iter().flat_map(|group| &group.rows) {
            let name = &row.asyncio;
            let mut say =
                |what: String| problems.push(Problem::of(FILE, format!("{name}: {what}")));
            if !seen.insert(name) {
                say("stands twice".into());
            }
            if row.bites.en.trim().is_empty() || row.bites.zh.trim().is_empty() {
                say("`bites` needs both languages".into());
            }
            let has_rust = [&row.any, &row.tokio, &row.async_std, &row.smol, &row.turns];
            let links = [&row.bites.en, &row.bites.zh].iter().all(|text| text.contains("](http"));
            if row.evidence.is_empty()
                && !links
                && !has_rust.into_iter().flatten().any(|c| c.contains("](http"))
            {
                say("a row without `evidence` needs a link to its source, in both languages".into());
            }
            for (cell, zh) in row.cells() {
                match (cell, zh) {
                    (Some(cell), None) if has_words(cell) => {
                        say(format!("“{cell}” has words: give it in Chinese, too, in `zh`"));
                    }
                    (None, Some(zh)) => say(format!("“{zh}” is the Chinese of no cell")),
                    _ => {}
                }
            }
            for evidence in &row.evidence {
                if let Err(what) = exists(evidence) {
                    say(format!("its evidence, {evidence}, {what}"));
                }
            }
        }
        problems
    }

    /// Groups that the page of the table does not show exactly once, in a section of that id.
    pub fn unshown(&self, page: &Page) -> Vec<Problem> {
        let found = directive::find(&page.markdown);
        let mut problems = Vec::new();
        for group in &self.groups {
            let id = &group.id;
            let here = found.iter().filter(|d| d.name == NAME && d.arguments == *id).count();
            let has_section = page.sections.iter().any(|s| s.id.as_deref() == Some(id));
            if here != 1 || !has_section {
                let what = format!(
                    "a section {{#{id}}} needs {{{{#{NAME} {id}}}}} once, and it stands here {here} times"
                );
                problems.push(Problem::of(&page.file, what));
            }
        }
        problems
    }
}

impl Row {
    /// All cells, each with its Chinese.
    pub(crate) fn cells(&self) -> [(Option<&str>, Option<&str>); 6] {
        let zh = &self.zh;
        [
            (Some(self.asyncio.as_str()), zh.asyncio.as_deref()),
            (self.any.as_deref(), zh.any.as_deref()),
            (self.tokio.as_deref(), zh.tokio.as_deref()),
            (self.async_std.as_deref(), zh.async_std.as_deref()),
            (self.smol.as_deref(), zh.smol.as_deref()),
            (self.turns.as_deref(), zh.turns.as_deref()),
        ]
    }

    /// What stands in Python's column.
    fn python(&self, lang: Lang) -> String {
        let [(cell, zh), ..] = self.cells();
        in_language(cell, zh, lang).unwrap_or_default()
    }

    /// What stands in Rust's column: a line for each, and runtimes together that say the same.
    fn rust(&self, lang: Lang) -> String {
        let words = Words::of(lang);
        let mut lines: Vec<(Vec<&str>, String)> = Vec::new();
        let names = [
            words.any_runtime,
            Side::Tokio.title(),
            Side::AsyncStd.title(),
            Side::Smol.title(),
            Side::Turns.title(),
        ];
        for (name, (cell, zh)) in names.into_iter().zip(&self.cells()[1..]) {
            let Some(cell) = in_language(*cell, *zh, lang) else { continue };
            match lines.iter_mut().find(|(_, said)| *said == cell) {
                Some((names, _)) => names.push(name),
                None => lines.push((vec![name], cell)),
            }
        }
        let line = |(names, cell): &(Vec<&str>, String)| {
            format!("{}{}{cell}", names.join(words.comma), words.colon)
        };
        lines.iter().map(line).collect::<Vec<_>>().join("<br>")
    }
}

/// A cell as a page of this language has it. One that holds only code is the same in both, but for
/// the commas.
fn in_language(cell: Option<&str>, zh: Option<&str>, lang: Lang) -> Option<String> {
    match (lang, zh) {
        (Lang::Zh, Some(zh)) => Some(zh.to_string()),
        (Lang::Zh, None) => cell.map(|cell| cell.replace("`, `", "`、`")),
        (Lang::En, _) => cell.map(str::to_string),
    }
}

/// Whether a cell holds more than code and links.
fn has_words(cell: &str) -> bool {
    static CODE_OR_LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"`[^`]*`|\[[^\]]*\]\([^)]*\)").expect("a regex"));
    CODE_OR_LINK.replace_all(cell, "").contains(char::is_alphabetic)
}

/// The row that a test is for: a function of `rows.rs`, with a program in Python of its name.
pub fn row_of(test: &str) -> Option<&str> {
    test.strip_prefix("asyncio_to_rust::rows::")
}

/// Evidence as a reader finds it: a listing in its chapter, or a test's two programs.
fn shown(evidence: &Evidence, page: &PageTarget, left_out: &BTreeSet<String>) -> String {
    match evidence {
        Evidence::Listing(name) => {
            let page = listing::find(name).map(|entry| entry.chapter.name).unwrap_or_default();
            let link = place_on(page, &format!("listing-{name}"), left_out);
            format!("[`{name}`]({link})")
        }
        Evidence::Test(name) => {
            let test = row_of(name).unwrap_or(name);
            let place = |path: &str| repository::place(page.repository, path);
            let python = place(&format!("{TESTS}/rows/{test}.py"));
            let rust = place(&format!("{TESTS}/rows.rs"));
            let words = Words::of(page.lang);
            let both = format!("[Python]({python}){}[Rust]({rust})", words.comma);
            format!("{}{}", words.a_test, bracketed(&both, page.lang))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(more: &str) -> Table {
        toml::from_str(&format!(
            "[[group]]\nid = \"time\"\n[[group.row]]\nasyncio = \"`sleep(t)`\"\n\
             bites = {{ en = \"Late.\", zh = \"迟。\" }}\n{more}"
        ))
        .unwrap()
    }

    fn target() -> PageTarget<'static> {
        let file = Path::new("p.md");
        PageTarget { file, lang: Lang::En, renderer: "html", repository: "r", site: true }
    }

    const FULL: &str = "any = \"`x | y`\"\ntokio = \"`sleep`\"\nturns = \"`sleep`\"\n\
                        evidence = [{ test = \"asyncio_to_rust::rows::late\" }]\n";

    #[test]
    fn runtimes_that_say_the_same_share_a_line() {
        let shown = table(FULL).expand("time", &target(), &BTreeSet::new()).unwrap();
        assert_eq!(
            shown.lines().last().unwrap(),
            "| `sleep(t)` | any runtime: `x \\| y`<br>tokio, turns: `sleep` | Late.<br>Shown by a test ([Python](r/blob/main/crates/asyncio-to-rust/tests/rows/late.py), [Rust](r/blob/main/crates/asyncio-to-rust/tests/rows.rs)). |"
        );
        let said = table(FULL).expand("tim", &target(), &BTreeSet::new()).unwrap_err();
        assert_eq!(said, "book/asyncio.toml has no group `tim`; it has time");
    }

    #[test]
    fn a_cell_with_words_has_them_in_chinese_too() {
        let more = "any = \"drop `x`\"\ntokio = \"`a`, `b`\"\n";
        let shown = |more: &str| {
            let target = PageTarget { lang: Lang::Zh, ..target() };
            table(more).expand("time", &target, &BTreeSet::new()).unwrap()
        };
        assert!(shown(more).contains("任意运行时：drop `x`<br>tokio：`a`、`b`"), "{}", shown(more));
        let zh = format!("{more}zh = {{ any = \"丢弃 `x`\" }}\n");
        assert!(shown(&zh).contains("任意运行时：丢弃 `x`<br>"), "{}", shown(&zh));

        let said = |more: &str| -> Vec<String> {
            table(more).faults(|_| Ok(())).iter().map(Problem::to_string).collect()
        };
        assert!(said(more)[1].contains("“drop `x`” has words: give it in Chinese, too"));
        assert_eq!(said(&zh).len(), 1);
        assert!(said("zh = { smol = \"无\" }\n")[1].contains("“无” is the Chinese of no cell"));
    }

    #[test]
    fn a_row_needs_evidence_that_exists_or_a_link() {
        let said = |table: Table| -> Vec<String> {
            let lacks = |_: &Evidence| Err("does not exist".to_string());
            table.faults(lacks).iter().map(Problem::to_string).collect()
        };
        assert_eq!(said(table(FULL)).len(), 1);
        assert!(
            said(table(FULL))[0]
                .ends_with("its evidence, test `asyncio_to_rust::rows::late`, does not exist")
        );
        assert!(said(table(""))[0].contains("needs a link to its source"));
        let linked = table("tokio = \"[x](https://docs.rs/x)\"\n");
        assert_eq!(said(linked), [] as [&str; 0]);
    }
}
