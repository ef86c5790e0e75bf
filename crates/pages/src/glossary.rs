//! The glossary: each term once, in both languages, with one fixed rendering.

use crate::chapters;
use crate::lang::Words;
use crate::ledger::Bilingual;
use crate::toml_file;
use catalog::Lang;
use listing::Problem;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// Where the glossary lies, relative to the repository's root.
pub const FILE: &str = "book/glossary.toml";

/// All terms, in the order of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The terms.
    #[serde(rename = "term")]
    pub terms: Vec<Term>,
    /// Words that are no term’s rendering, and that our pages do not use either.
    #[serde(default)]
    pub banned: Vec<Banned>,
}

/// A Chinese word that our pages do not use, and what they say in its place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banned {
    /// The word.
    pub zh: String,
    /// What to write.
    #[serde(rename = "use")]
    pub instead: String,
    /// Longer words of which it may be a part.
    #[serde(default)]
    pub except: Vec<String>,
}

/// A term of the field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// English.
    pub en: String,
    /// The one rendering that Chinese pages use.
    pub zh: String,
    /// Renderings found elsewhere that our pages do not use.
    #[serde(default)]
    pub not_zh: Vec<String>,
    /// What it means, on one line.
    pub meaning: Bilingual,
}

impl Glossary {
    /// Reads the glossary below this root.
    ///
    /// # Errors
    /// The file is missing, or is no glossary: the message has the line.
    pub fn read(root: &Path) -> Result<Self, Problem> {
        toml_file::read(root, FILE)
    }

    /// Terms that stand twice, lack a meaning, or forbid what another term uses.
    pub fn gaps(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for term in &self.terms {
            if seen.insert(&term.en, ()).is_some() {
                problems.push(Problem::of(FILE, format!("`{}` stands twice", term.en)));
            }
            if term.meaning.en.trim().is_empty() || term.meaning.zh.trim().is_empty() {
                let what = format!("`{}` needs its meaning in both languages", term.en);
                problems.push(Problem::of(FILE, what));
            }
            for not in &term.not_zh {
                if let Some(other) = self.terms.iter().find(|t| t.zh.contains(not.as_str())) {
                    let what = format!(
                        "`{}` forbids {not}, which is part of `{}` ({})",
                        term.en, other.en, other.zh
                    );
                    problems.push(Problem::of(FILE, what));
                }
            }
        }
        for banned in &self.banned {
            let mut said = self.terms.iter().map(|term| &term.zh).chain([&banned.instead]);
            if let Some(said) = said.find(|said| banned.is_in(said)) {
                let what = format!("{} is banned, and is part of {said}", banned.zh);
                problems.push(Problem::of(FILE, what));
            }
        }
        problems
    }

    /// The table for the glossary's page, by the alphabet of the page's language.
    pub fn page(&self, lang: Lang) -> String {
        let words = Words::of(lang);
        let mut terms: Vec<&Term> = self.terms.iter().collect();
        // Chinese readers look a term up by its English, which the notes and the docs use.
        terms.sort_by_key(|term| term.en.to_lowercase());
        let mut out = format!(
            "| {} | {} | {} |\n|---|---|---|\n",
            words.term, words.other_term, words.meaning
        );
        for term in terms {
            let (own, other) = match lang {
                Lang::En => (&term.en, &term.zh),
                Lang::Zh => (&term.zh, &term.en),
            };
            let (id, meaning) = (term.id(), term.meaning.get(lang));
            out.push_str(&format!("| <a id=\"{id}\"></a>{own} | {other} | {meaning} |\n"));
        }
        out
    }

    /// Renderings in a Chinese text that differ from the glossary's, and banned words.
    pub fn misused(&self, file: &Path, markdown: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut in_code = false;
        for (i, line) in markdown.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                in_code = !in_code;
            }
            if in_code {
                continue;
            }
            for term in &self.terms {
                for not in term.not_zh.iter().filter(|not| line.contains(not.as_str())) {
                    let what =
                        format!("{not} is not our word for `{}`: write {}", term.en, term.zh);
                    problems.push(Problem::at(file, i + 1, what));
                }
            }
            for banned in self.banned.iter().filter(|banned| banned.is_in(line)) {
                let what = format!("{} is not our word: write {}", banned.zh, banned.instead);
                problems.push(Problem::at(file, i + 1, what));
            }
        }
        problems
    }

    /// The term that an English page means by these words: also in the plural, and in capitals.
    fn meant(&self, words: &str) -> Option<&Term> {
        let words = words.to_lowercase();
        let plurals = |term: &str| match term.strip_suffix('y') {
            Some(stem) => [format!("{term}s"), format!("{stem}ies")],
            None => [format!("{term}s"), format!("{term}es")],
        };
        self.terms.iter().find(|term| {
            let en = term.en.to_lowercase();
            en == words || plurals(&en).contains(&words)
        })
    }

    /// The page with each term linked to the glossary where it stands bold, which is at its first
    /// use: `**task**` in English, `**任务**（task）` in Chinese. No line is added.
    pub fn linked(&self, markdown: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(markdown.len());
        let mut copied = 0;
        for bold in bolds(markdown) {
            let term = match lang {
                Lang::En => self.meant(bold.words),
                Lang::Zh => self.terms.iter().find(|term| {
                    term.zh == bold.words && bold.rest.starts_with(&format!("（{}）", term.en))
                }),
            };
            let Some(term) = term else { continue };
            let link = format!("[**{}**](glossary.md#{})", bold.words, term.id());
            out.push_str(&markdown[copied..bold.span.start]);
            out.push_str(&link);
            copied = bold.span.end;
        }
        out.push_str(&markdown[copied..]);
        out
    }

    /// First uses whose term the glossary does not have, English ones with Chinese beside them, and
    /// second uses in bold. What an English chapter has in bold and in small letters is a term.
    pub fn unlisted(&self, file: &Path, markdown: &str, lang: Lang) -> Vec<Problem> {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let mut problems = Vec::new();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for bold in bolds(markdown) {
            let words = bold.words;
            let mut say = |what: String| problems.push(Problem::at(file, bold.line, what));
            if lang == Lang::Zh {
                let pair = bold.rest.strip_prefix('（').and_then(|rest| rest.split_once('）'));
                let pair = pair.filter(|(en, _)| en.starts_with(|c: char| c.is_ascii_alphabetic()));
                if let Some((en, _)) = pair.filter(|_| words.starts_with(is_han))
                    && !self.terms.iter().any(|t| t.zh == words && t.en.eq_ignore_ascii_case(en))
                {
                    say(format!("the glossary does not have {words} as {en}: add it to {FILE}"));
                }
                continue;
            }
            if bold.rest.strip_prefix(" (").is_some_and(|rest| rest.starts_with(is_han)) {
                say(format!(
                    "no Chinese in an English sentence: write **{words}** alone, which leads to the glossary"
                ));
            }
            if !chapters::is_chapter(&name) {
                continue;
            }
            match self.meant(words) {
                Some(term) => match first.get(term.en.as_str()) {
                    Some(line) => say(format!(
                        "**{words}** is bold again: a term is bold at its first use only (line {line})"
                    )),
                    None => drop(first.insert(&term.en, bold.line)),
                },
                None if is_term(words) => say(format!(
                    "the glossary does not have **{words}**: add it to {FILE}, or emphasize by *…* what is no term"
                )),
                None => {}
            }
        }
        problems
    }
}

impl Banned {
    /// Whether this line has the word, other than inside of a longer one that is allowed.
    fn is_in(&self, line: &str) -> bool {
        let rest = self
            .except
            .iter()
            .fold(line.to_string(), |rest, longer| rest.replace(longer.as_str(), ""));
        rest.contains(&self.zh)
    }
}

impl Term {
    /// The id of its row on the glossary's page.
    pub fn id(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        format!("term-{}", self.en.chars().map(plain).collect::<String>())
    }
}

/// Words in bold, as they stand in a sentence.
struct Bold<'a> {
    words: &'a str,
    /// What follows on its line.
    rest: &'a str,
    line: usize,
    /// With its stars.
    span: Range<usize>,
}

/// What stands bold on a page: not in code, headings or links.
fn bolds(markdown: &str) -> Vec<Bold<'_>> {
    let mut found = Vec::new();
    let mut in_code = false;
    let mut start = 0;
    for (i, line) in markdown.split('\n').enumerate() {
        let line_start = start;
        start += line.len() + 1;
        in_code ^= line.trim_start().starts_with("```");
        if in_code || line.starts_with('#') {
            continue;
        }
        let mut at = 0;
        while let Some(open) = line[at..].find("**").map(|found| found + at) {
            let inside = open + 2;
            let Some(close) = line[inside..].find("**").map(|found| found + inside) else { break };
            let before = &line[..open];
            let is_text = before.matches('`').count() % 2 == 0 && !before.ends_with('[');
            if !is_text {
                at = inside;
                continue;
            }
            at = close + 2;
            found.push(Bold {
                words: &line[inside..close],
                rest: &line[at..],
                line: i + 1,
                span: line_start + open..line_start + at,
            });
        }
    }
    found
}

/// Whether bold words are meant as a term, and not as emphasis, a label or a question's mark.
fn is_term(words: &str) -> bool {
    words.starts_with(|c: char| c.is_lowercase())
        && !words.ends_with(['.', '!', '?', ':', ';', ','])
        && words.split_whitespace().count() <= 4
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        toml::from_str(
            "[[term]]\nen = \"task\"\nzh = \"任务\"\nnot_zh = [\"工作项\"]\nmeaning = { en = \"a future that a loop drives\", zh = \"由事件循环驱动的 future\" }\n",
        )
        .unwrap()
    }

    #[test]
    fn another_rendering_is_found_with_its_line_but_not_in_code() {
        let found = glossary()
            .misused(Path::new("book/zh/p.md"), "# 标题\n\n工作项结束\n```\n工作项\n```\n");

        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "book/zh/p.md:3: 工作项 is not our word for `task`: write 任务"
        );
    }

    fn banning() -> Glossary {
        let mut glossary = glossary();
        glossary.banned = vec![Banned {
            zh: "四分位".into(),
            instead: "四分位数".into(),
            except: vec!["四分位数".into()],
        }];
        glossary
    }

    #[test]
    fn a_banned_word_is_found_but_not_in_a_longer_one_that_is_allowed() {
        let found = banning().misused(Path::new("book/zh/p.md"), "四分位数\n四分位数和四分位\n");

        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string(), "book/zh/p.md:2: 四分位 is not our word: write 四分位数");
    }

    #[test]
    fn a_word_that_we_use_cannot_be_banned() {
        assert!(banning().gaps().is_empty());
        let mut glossary = banning();
        glossary.banned[0].zh = "任务".into();
        assert!(glossary.gaps()[0].what.contains("任务 is banned, and is part of 任务"));
    }

    #[test]
    fn our_own_words_are_the_glossarys() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let glossary = Glossary::read(&root).unwrap();
        let words = format!("{:#?}", Words::of(Lang::Zh));

        let found = glossary.misused(Path::new("crates/pages/src/lang.rs"), &words);

        assert!(found.is_empty(), "{found:?}");
    }

    fn said(markdown: &str, lang: Lang) -> Vec<String> {
        let file = Path::new("ch01-process.md");
        glossary().unlisted(file, markdown, lang).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn a_term_is_bold_once_and_stands_in_the_glossary() {
        let none = [] as [&str; 0];
        assert_eq!(
            said("A **task** runs. **Note** this, **all of it.** `a**b**c`", Lang::En),
            none
        );
        assert_eq!(said("**Tasks** run.", Lang::En), none);
        assert!(said("a **job** runs", Lang::En)[0].contains("does not have **job**: add it to"));
        assert!(said("a **task** (任务) runs", Lang::En)[0].contains("write **task** alone"));
        let twice = said("a **task**\n\nmore **tasks**", Lang::En);
        assert_eq!(
            twice,
            [
                "ch01-process.md:3: **tasks** is bold again: a term is bold at its first use only (line 1)"
            ]
        );
        assert_eq!(said("**任务**（task）", Lang::Zh), none);
        assert_eq!(said("**任务**（job）", Lang::Zh).len(), 1);
        assert_eq!(said("**注意**（见下）", Lang::Zh), none);
    }

    #[test]
    fn a_term_leads_to_its_row() {
        let linked = |text, lang| glossary().linked(text, lang);

        let page = "# A **task**\n\nTwo **tasks**, [**task**](x), `**task**`, **job**\n```\n**task**\n```\n";
        let link = "[**tasks**](glossary.md#term-task)";
        assert_eq!(linked(page, Lang::En), page.replacen("**tasks**", link, 1));
        assert_eq!(
            linked("**任务**（task）和**任务**", Lang::Zh),
            "[**任务**](glossary.md#term-task)（task）和**任务**"
        );
        assert!(glossary().page(Lang::En).contains("| <a id=\"term-task\"></a>task | 任务 |"));
    }

    #[test]
    fn a_forbidden_rendering_may_not_be_part_of_another_term() {
        let mut glossary = glossary();
        glossary.terms[0].not_zh = vec!["任".into()];
        assert!(glossary.gaps()[0].what.contains("forbids 任"));
    }

    #[test]
    fn the_page_has_both_languages() {
        assert!(glossary().page(Lang::Zh).contains("</a>任务 | task | 由事件循环驱动的 future |"));
    }
}
