//! The ledger: what the notes say, claim by claim, and what the book found.

use crate::lang::{Words, bracketed};
use crate::toml_file;
use catalog::Lang;
use listing::Problem;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser, pulldown_cmark};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::path::Path;

/// Where the ledger lies, relative to the repository's root.
pub const FILE: &str = "book/claims.toml";

/// All claims in the order of the notes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The claims.
    #[serde(rename = "claim")]
    pub claims: Vec<Claim>,
}

/// One sentence of the notes, in our words, and the verdict on it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `N01` to `N47`.
    pub id: String,
    /// Its lines in the page of notes.
    pub lines: Vec<usize>,
    /// What it says.
    pub says: Bilingual,
    /// What the book found.
    pub verdict: Verdict,
    /// One sentence that says why; empty only while the verdict is open.
    #[serde(default)]
    pub why: Bilingual,
    /// The page and section that treats it: `ch08-task-future#states`.
    pub section: Option<String>,
    /// What shows it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A text in both languages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Bilingual {
    /// The text in this language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    fn is_complete(&self) -> bool {
        !self.en.trim().is_empty() && !self.zh.trim().is_empty()
    }
}

/// What the book says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// True as stated.
    Holds,
    /// True under conditions that the notes leave out.
    Partly,
    /// Was true of an older Python.
    Outdated,
    /// Not true.
    Wrong,
    /// Not judged yet.
    Open,
}

impl Verdict {
    /// All, the judged ones first.
    pub const ALL: [Verdict; 5] =
        [Verdict::Holds, Verdict::Partly, Verdict::Outdated, Verdict::Wrong, Verdict::Open];

    /// Its name in the ledger and in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Partly => "partly",
            Verdict::Outdated => "outdated",
            Verdict::Wrong => "wrong",
            Verdict::Open => "open",
        }
    }

    /// Its name for a reader.
    pub const fn word(self, words: &Words) -> &'static str {
        match self {
            Verdict::Holds => words.holds,
            Verdict::Partly => words.partly,
            Verdict::Outdated => words.outdated,
            Verdict::Wrong => words.wrong,
            Verdict::Open => words.open,
        }
    }
}

/// Something that runs and shows a verdict to be right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// A listing, all of whose variants are asserted.
    Listing(String),
    /// A test, as `crate::path::name`.
    Test(String),
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Listing(name) => write!(f, "listing `{name}`"),
            Evidence::Test(name) => write!(f, "test `{name}`"),
        }
    }
}

impl Ledger {
    /// Reads the ledger below this root.
    ///
    /// # Errors
    /// The file is missing, or is no ledger: the message has the line.
    pub fn read(root: &Path) -> Result<Self, Problem> {
        toml_file::read(root, FILE)
    }

    /// The claim with this id.
    pub fn get(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// How many claims have a verdict.
    pub fn judged(&self) -> usize {
        self.claims.iter().filter(|claim| claim.verdict != Verdict::Open).count()
    }

    /// What the ledger itself leaves out or says twice.
    pub fn gaps(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        for claim in &self.claims {
            let id = &claim.id;
            let mut say = |what: &str| problems.push(Problem::of(FILE, format!("{id}: {what}")));
            if !seen.insert(id) {
                say("stands twice");
            }
            if !claim.says.is_complete() {
                say("`says` needs both languages");
            }
            if claim.verdict != Verdict::Open {
                if !claim.why.is_complete() {
                    say("a verdict needs its `why`, in both languages");
                }
                if claim.section.is_none() {
                    say("a verdict needs the `section` that treats it");
                }
                if claim.evidence.is_empty() {
                    say("a verdict needs `evidence`");
                }
            }
        }
        problems
    }
}

impl Claim {
    /// What a chapter shows: on the site one line that opens, on paper a box. It has the claim, the
    /// verdict, why, and what shows it. A link into a page that is left out, because it has no text
    /// yet, leads to its top.
    pub fn verdict_box(&self, lang: Lang, place: BoxPlace, left_out: &BTreeSet<String>) -> String {
        let words = Words::of(lang);
        let verdict = self.verdict;
        let colon = words.colon;
        let class = format!("verdict verdict-{}", verdict.name());
        let (id, word) = (&self.id, verdict.word(words));
        if place == BoxPlace::Folded {
            let says = inline_html(self.says.get(lang));
            let head = format!("<strong>{id}{colon}{word}</strong> {says}");
            let space = words.space;
            let ledger = format!("{}{space}[{id}](notes.md#{id}){}", words.in_ledger, words.stop);
            let rest = self.reasons(lang, place, left_out);
            return format!(
                "<details class=\"{class}\" data-claim=\"{id}\" id=\"verdict-{id}\">\n\
                 <summary>{head}</summary>\n\n{rest}{space}{ledger}\n\n</details>"
            );
        }
        let (heading, place_id) = match place {
            // There the lines of the notes stand beside it …
            BoxPlace::Ledger => (format!("{id}{}", lines(&self.lines, lang)), id.to_string()),
            // … and in a chapter the number leads there.
            _ => (format!("[{id}](notes.md#{id})"), format!("verdict-{id}")),
        };
        format!(
            "<div class=\"{class}\" data-claim=\"{id}\" id=\"{place_id}\">\n\n\
             **{heading}{colon}{word}**\n\n{}\n\n{}\n\n</div>",
            self.says.get(lang),
            self.reasons(lang, place, left_out),
        )
    }

    /// Why the verdict is what it is, where the claim is treated, and what shows it.
    fn reasons(&self, lang: Lang, place: BoxPlace, left_out: &BTreeSet<String>) -> String {
        let words = Words::of(lang);
        let mut out = match self.verdict {
            Verdict::Open => words.not_judged.to_string(),
            _ => self.why.get(lang).to_string(),
        };
        out.push_str("\n\n");
        if let (BoxPlace::Ledger, Some(section)) = (place, &self.section) {
            let (page, id) = section.split_once('#').unwrap_or((section, ""));
            let link = place_on(page, id, left_out);
            let space = if lang == Lang::En { " " } else { "" };
            out.push_str(&format!("{}{space}[{section}]({link}){}", words.treated_in, words.stop));
            out.push_str(if lang == Lang::En { " " } else { "" });
        }
        if !self.evidence.is_empty() {
            let page = self.section.as_deref().and_then(|s| s.split('#').next()).unwrap_or("");
            let list: Vec<String> =
                self.evidence.iter().map(|e| e.linked(lang, page, left_out)).collect();
            let space = if lang == Lang::En { " " } else { "" };
            out.push_str(&format!("{}{space}{}", words.evidence, list.join(words.comma)));
            out.push_str(words.stop);
        }
        out.trim_end().to_string()
    }
}

impl Claim {
    /// The mark at the end of the paragraph that settles the claim: its number and the verdict, which
    /// lead to the verdict on the page or, where it has none, to the ledger.
    ///
    /// # Errors
    /// The claim has no verdict yet.
    pub fn mark(&self, lang: Lang, site: bool, is_here: bool) -> Result<String, String> {
        let words = Words::of(lang);
        let id = &self.id;
        if self.verdict == Verdict::Open {
            return Err(format!("{id} has no verdict yet: give it one in {FILE}, then mark it"));
        }
        let to = if is_here { format!("#verdict-{id}") } else { format!("notes.md#{id}") };
        let (name, word) = (self.verdict.name(), self.verdict.word(words));
        Ok(match site {
            true => {
                format!(
                    "<span class=\"claim claim-{name}\">[{id}{}{word}]({to})</span>",
                    words.colon
                )
            }
            false => format!("<sup>[{id}]({to})</sup>"),
        })
    }
}

/// A line of Markdown as HTML, for places where Markdown is not read.
fn inline_html(markdown: &str) -> String {
    let mut html = String::new();
    let parser = new_cmark_parser(markdown, &MarkdownOptions::default());
    pulldown_cmark::html::push_html(&mut html, parser);
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>")).unwrap_or(html).to_string()
}

impl Evidence {
    /// Named for a reader; a listing leads to its place on the page of the claim.
    fn linked(&self, lang: Lang, page: &str, left_out: &BTreeSet<String>) -> String {
        let words = Words::of(lang);
        match self {
            Evidence::Listing(name) => {
                let link = place_on(page, &format!("listing-{name}"), left_out);
                format!("{} [`{name}`]({link})", words.listing_evidence)
            }
            Evidence::Test(name) => format!("{} `{name}`", words.test_evidence),
        }
    }
}

/// Where a verdict box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxPlace {
    /// In the chapter that treats the claim, as one line that opens.
    Folded,
    /// There, on paper, where nothing opens.
    Chapter,
    /// On the page of all claims.
    Ledger,
}

/// The page "The notes, line by line": a count of verdicts, then every claim.
pub fn page(ledger: &Ledger, lang: Lang, left_out: &BTreeSet<String>) -> String {
    let words = Words::of(lang);
    let mut out = format!("| {} | {} |\n|---|---:|\n", words.verdict, words.number_of_claims);
    for verdict in Verdict::ALL {
        let count = ledger.claims.iter().filter(|c| c.verdict == verdict).count();
        // As on the board: a verdict that no claim has is not shown.
        if count > 0 {
            out.push_str(&format!("| {} | {count} |\n", verdict.word(words)));
        }
    }
    for claim in &ledger.claims {
        out.push('\n');
        out.push_str(&claim.verdict_box(lang, BoxPlace::Ledger, left_out));
        out.push('\n');
    }
    out
}

/// The link to a place on a page, or to the page if it has no such place yet.
pub(crate) fn place_on(page: &str, id: &str, left_out: &BTreeSet<String>) -> String {
    if left_out.contains(page) { format!("{page}.md") } else { format!("{page}.md#{id}") }
}

/// ` (line 32)` or ` (lines 45–49, 51–59)`, as it stands behind a number.
fn lines(lines: &[usize], lang: Lang) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => runs.push((line, line)),
        }
    }
    let text: Vec<String> = runs
        .iter()
        .map(|&(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") })
        .collect();
    let text = text.join(Words::of(lang).comma);
    let said = match lang {
        Lang::En if lines.len() == 1 => format!("line {text}"),
        Lang::En => format!("lines {text}"),
        Lang::Zh => format!("第 {text} 行"),
    };
    bracketed(&said, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(more: &str) -> Ledger {
        toml::from_str(&format!(
            "[[claim]]\nid = \"N31\"\nlines = [32, 33, 40]\nsays = {{ en = \"A task wraps.\", zh = \"任务包装。\" }}\n{more}"
        ))
        .unwrap()
    }

    const JUDGED: &str = "verdict = \"holds\"\nwhy = { en = \"It does.\", zh = \"是的。\" }\nsection = \"ch08-task-future#adds\"\nevidence = [{ listing = \"first_task\" }, { test = \"turns::task::runs\" }]\n";

    #[test]
    fn a_box_shows_claim_verdict_reason_and_evidence() {
        let shown =
            ledger(JUDGED).claims[0].verdict_box(Lang::En, BoxPlace::Chapter, &BTreeSet::new());

        assert!(shown.contains("verdict-holds"));
        assert!(shown.contains("**[N31](notes.md#N31): holds**\n\nA task wraps.\n\nIt does."));
        assert!(shown.contains("Evidence: listing [`first_task`](ch08-task-future.md#listing-first_task), test `turns::task::runs`."));
    }

    #[test]
    fn on_the_site_a_verdict_is_one_line_that_opens() {
        let shown =
            ledger(JUDGED).claims[0].verdict_box(Lang::En, BoxPlace::Folded, &BTreeSet::new());

        assert!(shown.starts_with(
            "<details class=\"verdict verdict-holds\" data-claim=\"N31\" id=\"verdict-N31\">\n\
             <summary><strong>N31: holds</strong> A task wraps.</summary>\n\nIt does."
        ));
        assert!(shown.ends_with("In the ledger: [N31](notes.md#N31).\n\n</details>"), "{shown}");
    }

    #[test]
    fn a_claims_mark_leads_to_its_verdict_or_to_the_ledger() {
        let claim = &ledger(JUDGED).claims[0];

        assert_eq!(
            claim.mark(Lang::En, true, true).unwrap(),
            "<span class=\"claim claim-holds\">[N31: holds](#verdict-N31)</span>"
        );
        assert_eq!(claim.mark(Lang::En, false, false).unwrap(), "<sup>[N31](notes.md#N31)</sup>");
        let open = ledger("verdict = \"open\"\n");
        let said = open.claims[0].mark(Lang::En, true, true).unwrap_err();
        assert!(said.starts_with("N31 has no verdict yet: give it one in book/claims.toml"));
    }

    #[test]
    fn the_ledgers_page_counts_verdicts_and_names_lines() {
        let shown = page(&ledger(JUDGED), Lang::Zh, &BTreeSet::new());

        assert!(shown.contains("| 成立 | 1 |") && !shown.contains("| 待定 |"), "{shown}");
        assert!(shown.contains("id=\"N31\""));
        assert!(shown.contains("N31（第 32–33、40 行）"));
    }

    #[test]
    fn links_into_a_page_without_text_lead_to_its_top() {
        let left_out = BTreeSet::from(["ch08-task-future".to_string()]);
        let shown = page(&ledger(JUDGED), Lang::Zh, &left_out);

        assert!(shown.contains("](ch08-task-future.md)"), "{shown}");
        assert!(!shown.contains("ch08-task-future.md#"), "{shown}");
    }

    #[test]
    fn a_verdict_without_reason_or_evidence_is_a_gap() {
        let gaps = ledger("verdict = \"wrong\"\n").gaps();

        let text: Vec<String> = gaps.iter().map(|p| p.to_string()).collect();
        assert_eq!(text.len(), 3, "{text:?}");
        assert!(text[0].contains("book/claims.toml: N31: a verdict needs its `why`"));
        assert!(ledger("verdict = \"open\"\n").gaps().is_empty());
    }
}
