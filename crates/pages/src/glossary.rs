//! The glossary: each term once, in both languages, with one fixed rendering.

use crate::Problem;
use crate::lang::Words;
use crate::ledger::Bilingual;
use catalog::Lang;
use serde::Deserialize;
use std::collections::HashMap;
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
        crate::read_toml(root, FILE)
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
            out.push_str(&format!("| {own} | {other} | {} |\n", term.meaning.get(lang)));
        }
        out
    }

    /// Renderings on a Chinese page that differ from the glossary's.
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
        }
        problems
    }

    /// First uses, `**task** (任务)` or `**任务**（task）`, whose pair the glossary does not have.
    pub fn unlisted(&self, file: &Path, markdown: &str, lang: Lang) -> Vec<Problem> {
        let pattern = match lang {
            Lang::En => r"\*\*([^*\n]+)\*\* \((\p{Han}[^)\n]*)\)",
            Lang::Zh => r"\*\*(\p{Han}[^*\n]*)\*\*（([A-Za-z][^）\n]*)）",
        };
        let pair = regex::Regex::new(pattern).expect("the pattern is a constant");
        let mut problems = Vec::new();
        for (i, line) in markdown.lines().enumerate() {
            for found in pair.captures_iter(line) {
                let (own, other) = (&found[1], &found[2]);
                let known = self.terms.iter().any(|term| match lang {
                    Lang::En => term.en.eq_ignore_ascii_case(own) && term.zh == other,
                    Lang::Zh => term.zh == own && term.en.eq_ignore_ascii_case(other),
                });
                if !known {
                    let what =
                        format!("the glossary does not have {own} as {other}: add it to {FILE}");
                    problems.push(Problem::at(file, i + 1, what));
                }
            }
        }
        problems
    }
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

    #[test]
    fn a_bold_pair_must_be_a_term() {
        let file = Path::new("p.md");
        assert_eq!(glossary().unlisted(file, "a **task** (任务) runs", Lang::En), []);
        assert_eq!(glossary().unlisted(file, "a **task** (作业) runs", Lang::En).len(), 1);
        assert_eq!(glossary().unlisted(file, "**任务**（task）", Lang::Zh), []);
        assert_eq!(glossary().unlisted(file, "**任务**（job）", Lang::Zh).len(), 1);
        assert_eq!(glossary().unlisted(file, "**Note** (see below)", Lang::En), []);
    }

    #[test]
    fn a_forbidden_rendering_may_not_be_part_of_another_term() {
        let mut glossary = glossary();
        glossary.terms[0].not_zh = vec!["任".into()];
        assert!(glossary.gaps()[0].what.contains("forbids 任"));
    }

    #[test]
    fn the_page_has_both_languages() {
        assert!(glossary().page(Lang::Zh).contains("| 任务 | task | 由事件循环驱动的 future |"));
    }
}
