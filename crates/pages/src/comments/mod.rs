//! What a program says in its comments, in Chinese.
//!
//! A program is one for both languages. Beside it lies a file with each paragraph of its comments in
//! English and in Chinese, once for all variants of a listing, or all exercises of a chapter. The
//! Chinese page shows the program with the Chinese words: the same lines, the same code.

mod find;
mod wrap;

pub use find::{Syntax, code, replaced};

use crate::glossary::Glossary;
use crate::toml_file;
use listing::Problem;
use serde::Deserialize;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// How wide a line may become, in columns: as wide as one in English.
const WIDTH: usize = 100;

/// The Chinese comments of one listing, of a chapter’s exercises, or of a file that is included.
#[derive(Debug, Clone, Default)]
pub struct Comments {
    /// Their file, relative to the repository's root.
    file: PathBuf,
    /// Whether there is one.
    exists: bool,
    pairs: Vec<Pair>,
}

/// Programs that share a file of comments in Chinese.
pub struct Commented<'a> {
    /// The chapter that shows them.
    pub chapter: String,
    /// What is in the file.
    pub comments: &'a Comments,
    /// The programs.
    pub texts: Vec<(&'a str, Syntax)>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    comment: Vec<Pair>,
}

impl Comments {
    /// Reads the file, if there is one.
    ///
    /// # Errors
    /// It cannot be read as such a file.
    pub fn read(root: &Path, file: PathBuf) -> Result<Self, Problem> {
        if !root.join(&file).is_file() {
            return Ok(Self { file, ..Self::default() });
        }
        let read: File = toml_file::read(root, &file.to_string_lossy())?;
        Ok(Self { file, exists: true, pairs: read.comment })
    }

    /// The program with the comments that are translated; none if none is.
    pub fn of(&self, text: &str, syntax: Syntax) -> Option<String> {
        self.exists.then(|| replaced(text, syntax, |words| self.get(words).map(String::from)))
    }

    fn get(&self, words: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|pair| pair.en == words)?;
        Some(pair.zh.as_str()).filter(|zh| !zh.trim().is_empty())
    }

    /// What is wrong with them: a comment without Chinese, Chinese without its comment, a line that
    /// becomes too wide, words that would not be words in the program, or a word
    /// that the glossary has otherwise.
    pub fn faults(&self, programs: &[(&str, Syntax)], glossary: &Glossary) -> Vec<Problem> {
        let say = |what: String| Problem::of(&self.file, what);
        let wanted = wanted(programs);
        let missing: Vec<&String> =
            wanted.iter().filter(|words| self.get(words).is_none()).collect();
        let mut problems = Vec::new();
        if let Some(first) = missing.first() {
            let count = missing.len();
            let what = format!(
                "{count} of {} comments have no Chinese, the first: \"{first}\"; `cargo book comments` \
                 writes them down, to be translated",
                wanted.len()
            );
            problems.push(say(what));
        }
        if self.exists && wanted.is_empty() {
            problems.push(say("what lies beside it has no comments".into()));
        }
        let mut seen = HashSet::new();
        for pair in &self.pairs {
            if !wanted.contains(&pair.en) {
                problems.push(say(format!("no program has this comment: \"{}\"", pair.en)));
            } else if !seen.insert(&pair.en) {
                problems.push(say(format!("stands twice: \"{}\"", pair.en)));
            }
            let misused = glossary.misused(&self.file, &pair.zh);
            problems.extend(misused.into_iter().map(|found| say(found.what)));
        }
        for (text, syntax) in programs {
            let Some(new) = self.of(text, *syntax) else { continue };
            let (old_code, new_code) = (code(text, *syntax), code(&new, *syntax));
            if old_code != new_code {
                let same = old_code.iter().zip(&new_code).take_while(|(a, b)| a == b).count();
                let line = old_code.get(same).map_or("", |line| line.trim());
                problems.push(say(format!("the Chinese words change the code, at: {line}")));
            }
            for (line, old) in new.lines().zip(text.lines()) {
                let limit = WIDTH.max(catalog::cells(old));
                if catalog::cells(line) > limit {
                    let what = format!("a line of more than {limit} columns: {}", line.trim());
                    problems.push(say(what));
                }
            }
        }
        problems
    }

    /// The file with each comment in order, and what is translated of them; none if nothing changes.
    pub fn completed(&self, programs: &[(&str, Syntax)]) -> Option<(PathBuf, String)> {
        let wanted = wanted(programs);
        let same = wanted.iter().eq(self.pairs.iter().map(|pair| &pair.en));
        if same {
            return None;
        }
        let mut out = String::from(
            "# The comments of this listing, for the Chinese page. `cargo book comments` adds what is new.\n",
        );
        for en in &wanted {
            let zh = self.get(en).unwrap_or_default();
            let quoted = |text: &str| toml::Value::String(text.into()).to_string();
            out.push_str(&format!("\n[[comment]]\nen = {}\nzh = {}\n", quoted(en), quoted(zh)));
        }
        Some((self.file.clone(), out))
    }
}

/// The paragraphs of all variants in order, each once.
fn wanted(programs: &[(&str, Syntax)]) -> Vec<String> {
    let mut seen = HashSet::new();
    let all = programs.iter().flat_map(|(text, syntax)| find::paragraphs(text, *syntax));
    all.map(|paragraph| paragraph.words).filter(|words| seen.insert(words.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str = "//! What it is for.\nfn run() {\n    wait(); // a while\n}\n";
    const PYTHON: &str = "\"\"\"What it is for.\"\"\"\nrun()\n";
    const BOTH: [(&str, Syntax); 2] = [(PYTHON, Syntax::Python), (RUST, Syntax::Rust)];

    fn comments(pairs: &[(&str, &str)]) -> Comments {
        let pair = |(en, zh): &(&str, &str)| Pair { en: (*en).into(), zh: (*zh).into() };
        Comments { file: "c.toml".into(), exists: true, pairs: pairs.iter().map(pair).collect() }
    }

    fn said(comments: &Comments) -> String {
        let glossary = "term = []\n[[banned]]\nzh = \"派生\"\nuse = \"启动任务\"\n";
        let glossary: Glossary = toml::from_str(glossary).unwrap();
        comments.faults(&BOTH, &glossary).iter().map(|problem| format!("{problem}\n")).collect()
    }

    #[test]
    fn one_translation_serves_all_variants() {
        let whole = comments(&[("What it is for.", "用途。"), ("a while", "等一会儿")]);

        assert_eq!(said(&whole), "");
        assert_eq!(whole.of(PYTHON, Syntax::Python).unwrap(), "\"\"\"用途。\"\"\"\nrun()\n");
        assert!(whole.of(RUST, Syntax::Rust).unwrap().contains("wait(); // 等一会儿\n"));
        assert!(whole.completed(&BOTH).is_none());
    }

    #[test]
    fn what_is_missing_left_over_twice_or_too_wide_is_named() {
        let some = comments(&[("What it is for.", ""), ("gone", "没有了"), ("a while", "等")]);
        let said_of_some = said(&some);
        assert!(
            said_of_some
                .contains("1 of 2 comments have no Chinese, the first: \"What it is for.\""),
            "{said_of_some}"
        );
        assert!(said_of_some.contains("no program has this comment: \"gone\""), "{said_of_some}");

        let ends = comments(&[("What it is for.", "用途\"\"\"。"), ("a while", "等\n一会儿")]);
        let said_of_ends = said(&ends);
        let changed = "the Chinese words change the code, at: ";
        assert!(said_of_ends.contains(&format!("{changed}\"\"\"")), "{said_of_ends}");
        assert!(said_of_ends.contains(&format!("{changed}}}")), "{said_of_ends}");

        let other = comments(&[("What it is for.", "用途。"), ("a while", "派生后")]);
        let said_of_other = said(&other);
        assert!(said_of_other.contains("派生 is not our word: write 启动任务"), "{said_of_other}");

        let wide = "很长的一句话".repeat(9);
        let more =
            comments(&[("What it is for.", "用途。"), ("a while", &wide), ("a while", "等")]);
        let said_of_more = said(&more);
        assert!(said_of_more.contains("stands twice: \"a while\""), "{said_of_more}");
        assert!(
            said_of_more.contains("a line of more than 100 columns: wait(); // 很长"),
            "{said_of_more}"
        );
    }

    #[test]
    fn what_is_completed_keeps_what_there_is_and_drops_what_is_gone() {
        let some = comments(&[("gone", "没有了"), ("a while", "等“一会儿”")]);

        let (file, text) = some.completed(&BOTH).unwrap();

        assert_eq!(file, PathBuf::from("c.toml"));
        assert!(text.contains("en = \"What it is for.\"\nzh = \"\"\n"), "{text}");
        assert!(text.contains("en = \"a while\"\nzh = \"等“一会儿”\"\n") && !text.contains("gone"));
        let read: File = toml::from_str(&text).unwrap();
        assert_eq!(read.comment.len(), 2);
    }
}
