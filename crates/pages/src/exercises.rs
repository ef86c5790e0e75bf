//! Puts an exercise on a page: its goal, the code to edit, hint, test and solution.

use crate::beside;
use crate::changes;
use crate::code::{self, fenced};
use crate::comments::{Commented, Comments, Syntax};
use crate::lang::Words;
use crate::listings::diff;
use crate::repository;
use crate::section;
use catalog::Lang;
use exercise::{Entry, Part, TEST_MARK, Text};
use listing::Problem;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One exercise as it lies on the disk.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Its row.
    pub entry: Entry,
    /// The file that the reader edits.
    pub stub: Text,
    /// A solution.
    pub solution: Text,
    /// The words in Chinese, where there is a file of them.
    pub zh: Option<Translated>,
    /// What the comments in the code of the chapter's exercises say in Chinese.
    comments: Arc<Comments>,
}

/// What the comment at the head of an exercise says, in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The hash of the English that was translated.
    pub hash: Option<String>,
    /// The goal.
    pub goal: String,
    /// The hint.
    pub hint: String,
    /// The reasons for the solution.
    pub why: String,
    /// The whole file.
    pub text: String,
}

impl Exercise {
    /// The exercises of every chapter. A file that cannot be read becomes a problem.
    pub fn read_all(root: &Path, problems: &mut Vec<Problem>) -> Vec<Exercise> {
        let mut all: Vec<Exercise> = Vec::new();
        for entry in exercise::entries() {
            let chapter = entry.chapter.name;
            let known = all.last().filter(|last| last.entry.chapter.name == chapter);
            let comments = known.map(|last| last.comments.clone()).unwrap_or_else(|| {
                Arc::new(Comments::read(root, entry.comments()).unwrap_or_else(|problem| {
                    problems.push(problem);
                    Comments::default()
                }))
            });
            let mut read = |part: Part| {
                exercise::text(root, entry, part).unwrap_or_else(|error| {
                    problems.push(Problem::of(entry.file(part), format!("{error:#}")));
                    Text::parse("")
                })
            };
            let (stub, solution) = (read(Part::Stub), read(Part::Solution));
            let zh = std::fs::read_to_string(root.join(zh_file(&entry))).ok();
            let zh = zh.map(|text| Translated::parse(&text.replace("\r\n", "\n")));
            all.push(Exercise { entry, stub, solution, zh, comments });
        }
        all
    }

    /// The file with its Chinese words.
    pub fn zh_file(&self) -> PathBuf {
        zh_file(&self.entry)
    }

    /// What the page shows of its code: the one to edit, its test, and the solution.
    fn shown(&self) -> [&str; 3] {
        let test = self.stub.test.strip_prefix(TEST_MARK).unwrap_or(&self.stub.test);
        [&self.stub.code, test.trim_start(), &self.solution.code]
    }

    /// Twelve hexadecimal digits that change when the English words do.
    pub fn hash(&self) -> String {
        let words = [&self.stub.goal, &self.stub.hint, &self.solution.goal];
        section::hash_of(&words.map(String::as_str).join("\n\n"))
    }

    /// The Chinese file with the hash of today's English words.
    pub fn accepted(&self) -> Option<String> {
        let zh = self.zh.as_ref()?;
        let body = match &zh.hash {
            Some(_) => zh.text.split_once('\n').map_or("", |(_, rest)| rest.trim_start()),
            None => &zh.text,
        };
        Some(format!("<!-- en: {} -->\n\n{body}", self.hash()))
    }

    /// The Markdown that replaces the directive.
    ///
    /// # Errors
    /// Names the file with the words of this language, if it is missing.
    pub fn expand(&self, lang: Lang, tabs: bool, repository: &str) -> Result<String, String> {
        let words = Words::of(lang);
        let (goal, hint, why) = match (lang, &self.zh) {
            (Lang::En, _) => (&self.stub.goal, &self.stub.hint, &self.solution.goal),
            (Lang::Zh, Some(zh)) => (&zh.goal, &zh.hint, &zh.why),
            (Lang::Zh, None) => {
                return Err(format!("{} does not exist: its goal", self.zh_file().display()));
            }
        };
        let (numeral, short) = (self.entry.numeral(), self.entry.short());
        let id = numeral.replace('.', "-");
        let file = self.entry.file(Part::Stub).to_string_lossy().replace('\\', "/");
        let title = format!("{} {numeral}", words.exercise);
        let head = format!("**{title}{}** {goal}\n\n", words.title_stop);
        let [stub, test, solved] = self.shown().map(|text| match lang {
            Lang::En => Cow::Borrowed(text),
            Lang::Zh => match self.comments.of(text, Syntax::Rust) {
                Some(zh) => Cow::Owned(zh.trim_end().to_owned()),
                None => Cow::Borrowed(text),
            },
        });
        let code = fenced("rust", &stub);
        let run = format!(
            "<div class=\"run\">\n\n{}{}`cargo exercise {short}` · [{}]({})\n\n</div>\n\n",
            words.try_it,
            words.space,
            words.source,
            repository::place(repository, &file)
        );
        let solution = format!("{}{why}\n\n", fenced("rust", &solved));
        if !tabs {
            // On paper, hint and solution move to the chapter's end: see `answers`.
            let changes = diff(&stub, &solved);
            let solution = if changes.lines().count() < solved.lines().count() {
                format!("{}\n\n{}{why}\n\n", words.as_changes, fenced("diff", &changes))
            } else {
                solution
            };
            let end = format!("**{}** {hint}\n\n{solution}", words.hint_lead);
            let summary = format!("{} {numeral}", words.solution_of);
            let end = details(&summary, &end);
            return Ok(format!("<a id=\"exercise-{id}\"></a>\n\n{head}{code}{run}{end}"));
        }
        let parts = changes::since(&stub, &solved);
        let folds = parts.iter().any(|part| part.folded);
        let lead = match folds {
            true => format!("<div class=\"since\">\n\n{}\n\n</div>\n\n", words.as_new),
            false => String::new(),
        };
        let text: &str = &solved;
        let rows = beside::alone(parts);
        let program = code::Program { language: "rust", text, rows, numbered: false, focus: false };
        let solution = format!("{lead}{}{why}\n\n", program.html(lang));
        let hint = details(words.hint, &format!("{hint}\n\n"));
        let test = details(words.the_test, &fenced("rust", &test));
        // Whoever searches is not shown what is folded so that it is not seen.
        let solution = details(words.solution, &solution).replacen(
            "<details>",
            "<details data-pagefind-ignore>",
            1,
        );
        Ok(format!(
            "<div class=\"exercise\" id=\"exercise-{id}\">\n\n{head}{code}{hint}{test}{solution}{run}</div>"
        ))
    }
}

/// The programs of each chapter's exercises, which share a file of comments in Chinese.
pub(crate) fn commented(all: &[Exercise]) -> impl Iterator<Item = Commented<'_>> {
    let chapters = all.chunk_by(|a, b| a.entry.chapter.name == b.entry.chapter.name);
    chapters.filter_map(|exercises| {
        let first = exercises.first()?;
        let shown = exercises.iter().flat_map(Exercise::shown);
        Some(Commented {
            chapter: first.entry.chapter.name.to_owned(),
            comments: &first.comments,
            texts: shown.map(|text| (text, Syntax::Rust)).collect(),
        })
    })
}

/// What is wrong with the translations, and which exercises no page shows, or in another order.
pub(crate) fn problems(
    all: &[Exercise],
    shown: impl Fn(&str) -> Option<Vec<String>>,
    has_zh_page: impl Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for exercise in all {
        let file = exercise.zh_file();
        let now = exercise.hash();
        match &exercise.zh {
            None if has_zh_page(exercise.entry.chapter.name) => {
                let what = format!(
                    "does not exist, but its chapter has a Chinese page; begin it by `<!-- en: {now} -->`"
                );
                problems.push(Problem::of(file, what));
            }
            None => {}
            Some(zh) => {
                if zh.goal.is_empty() || zh.hint.is_empty() || zh.why.is_empty() {
                    let what =
                        "needs the goal, `# 提示` with the hint, and `# 解答` with the reasons";
                    problems.push(Problem::of(&file, what));
                }
                if zh.hash.as_ref() != Some(&now) {
                    let what = format!(
                        "is stale: its first line is not `<!-- en: {now} -->`; translate what has \
                         changed, then run `cargo book translated`"
                    );
                    problems.push(Problem::at(&file, 1, what));
                }
            }
        }
    }
    let mut chapters: Vec<&str> = all.iter().map(|e| e.entry.chapter.name).collect();
    chapters.dedup();
    for chapter in chapters {
        let rows = all.iter().filter(|e| e.entry.chapter.name == chapter);
        let rows: Vec<&str> = rows.map(|e| e.entry.exercise.name).collect();
        let table = format!("crates/{chapter}/src/lib.rs");
        let page = format!("book/en/{chapter}.md");
        let Some(shown) = shown(chapter) else {
            problems.push(Problem::of(table, format!("its exercises need the page {page}")));
            continue;
        };
        for missing in rows.iter().filter(|row| !shown.iter().any(|name| name == *row)) {
            let what = format!("{page} does not show it: {{{{#exercise {missing}}}}}");
            problems
                .push(Problem::of(format!("crates/{chapter}/src/exercises/{missing}.rs"), what));
        }
        if shown.len() >= rows.len() && shown != rows {
            let what = format!("shows its exercises in another order than the table of {table}");
            problems.push(Problem::of(page, what));
        }
    }
    problems
}

impl Translated {
    /// Reads a file of Chinese words; what is missing is empty.
    fn parse(text: &str) -> Translated {
        let mark = text.lines().next().and_then(|line| line.strip_prefix("<!-- en: "));
        let hash =
            mark.and_then(|rest| rest.strip_suffix(" -->")).map(|hash| hash.trim().to_owned());
        let body = if hash.is_some() { text.split_once('\n').map_or("", |(_, b)| b) } else { text };
        let (goal, rest) = body.split_once("\n# 提示\n").unwrap_or((body, ""));
        let (hint, why) = rest.split_once("\n# 解答\n").unwrap_or((rest, ""));
        let [goal, hint, why] = [goal, hint, why].map(|part| part.trim().to_owned());
        Translated { hash, goal, hint, why, text: text.to_owned() }
    }
}

fn zh_file(entry: &Entry) -> PathBuf {
    entry.file(Part::Stub).with_extension("zh.md")
}

fn details(summary: &str, text: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n\n{text}</details>\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUB: &str = "//! Write `twice`.\n//!\n//! # Hint\n//!\n//! Call it again.\n\n\
        fn twice() {\n    // Your turn: call it.\n}\n\n\
        // The test: the same for the solution.\n\npub fn test() {}\n";
    const SOLUTION: &str = "//! Because.\n\nfn twice() {\n    call();\n}\n";

    fn exercise(zh: Option<&str>) -> Exercise {
        let entry = exercise::entries().next().unwrap();
        let (stub, solution) = (Text::parse(STUB), Text::parse(SOLUTION));
        Exercise { entry, stub, solution, zh: zh.map(Translated::parse), comments: Arc::default() }
    }

    fn found(exercise: Exercise, shown: Option<&[&str]>, has_zh_page: bool) -> Vec<String> {
        let shown = shown.map(|names| names.iter().map(|name| name.to_string()).collect());
        let problems = problems(&[exercise], |_| shown.clone(), |_| has_zh_page);
        problems.iter().map(Problem::to_string).collect()
    }

    fn name() -> &'static str {
        exercise::entries().next().unwrap().exercise.name
    }

    #[test]
    fn the_site_hides_hint_test_and_solution() {
        let html = exercise(None).expand(Lang::En, true, "https://example.org/r").unwrap();

        let numeral = exercise(None).entry.numeral();
        assert!(html.contains(&format!("**Exercise {numeral}.** Write `twice`.")), "{html}");
        let html = html.replace("<details data-pagefind-ignore>", "<details>");
        let parts: Vec<&str> = html.split("<details>\n").collect();
        assert!(parts[0].contains("    // Your turn: call it.\n") && !parts[0].contains("//!"));
        assert_eq!(parts[1], "<summary>Hint</summary>\n\nCall it again.\n\n</details>\n\n");
        assert!(parts[2].contains("```rust\npub fn test() {}\n```"), "{html}");
        assert!(
            parts[3].contains(
                "    call();\n}\n```\n\n</div>\n\n</div>\n\n</div>\n\nBecause.\n\n</details>"
            ),
            "{html}"
        );
        assert!(html.ends_with("</div>"), "{html}");
    }

    #[test]
    fn a_solution_shows_what_it_changes_and_folds_the_rest() {
        let mut exercise = exercise(None);
        let program = "fn a() {\n    one();\n    two();\n}\n\n";
        exercise.stub.code = format!("{program}fn twice() {{\n}}");
        exercise.solution.code = format!("{program}fn twice() {{\n    call();\n}}");

        let html = exercise.expand(Lang::En, true, "").unwrap();

        let solution = html.split("<summary>Solution</summary>").nth(1).unwrap();
        assert!(solution.contains("Only what the solution changes"), "{solution}");
        assert!(solution.contains("<summary>4 lines as before: <code>fn a</code></summary>"));
        assert!(
            solution.contains("<i></i><b></b><i></i></div>\n\n```rust\nfn twice() {"),
            "{solution}"
        );
    }

    #[test]
    fn paper_has_no_test_and_one_block_for_the_end() {
        let markdown = exercise(None).expand(Lang::En, false, "https://example.org/r").unwrap();

        let numeral = exercise(None).entry.numeral();
        let summary = format!("<summary>Hint and solution {numeral}</summary>\n\n**Hint.** Call");
        assert!(markdown.contains(&summary), "{markdown}");
        assert!(!markdown.contains("pub fn test"), "{markdown}");
    }

    #[test]
    fn paper_shows_a_long_solution_as_changes() {
        let mut exercise = exercise(None);
        let program = "fn a() {}\n".repeat(9);
        exercise.stub.code = format!("{program}fn twice() {{}}");
        exercise.solution.code = format!("{program}fn twice() {{ call(); }}");

        let markdown = exercise.expand(Lang::En, false, "").unwrap();

        let end = markdown.split("<details>").nth(1).unwrap();
        let changes = "```diff\n fn a() {}\n-fn twice() {}\n+fn twice() { call(); }\n```";
        assert!(end.contains(changes), "{end}");
    }

    #[test]
    fn chinese_words_come_from_their_own_file() {
        let zh = "<!-- en: 0 -->\n\n写出来。\n\n# 提示\n\n再调一次。\n\n# 解答\n\n因为。\n";

        let html = exercise(Some(zh)).expand(Lang::Zh, true, "").unwrap();

        for words in ["写出来。", "再调一次。", "因为。"] {
            assert!(html.contains(words), "{html}");
        }
        assert!(!html.contains("Because."), "{html}");
        let error = exercise(None).expand(Lang::Zh, true, "").unwrap_err();
        assert!(error.contains(".zh.md does not exist"), "{error}");
    }

    #[test]
    fn comments_in_its_code_are_shown_in_chinese() {
        let root = tempfile::tempdir().unwrap();
        let file = "[[comment]]\nen = \"Your turn: call it.\"\nzh = \"该你了：调用它。\"\n";
        std::fs::write(root.path().join("comments.zh.toml"), file).unwrap();
        let zh = "写出来。\n\n# 提示\n\n再调一次。\n\n# 解答\n\n因为。\n";
        let mut exercise = exercise(Some(zh));
        exercise.solution.code = "fn twice() {\n    // Your turn: call it.\n    call();\n}".into();
        exercise.comments =
            Arc::new(Comments::read(root.path(), "comments.zh.toml".into()).unwrap());

        for tabs in [true, false] {
            let zh = exercise.expand(Lang::Zh, tabs, "").unwrap();
            assert_eq!(zh.matches("    // 该你了：调用它。").count(), 2, "{zh}");
            assert!(!zh.contains("Your turn"), "{zh}");
            let en = exercise.expand(Lang::En, tabs, "").unwrap();
            assert!(en.contains("    // Your turn: call it.") && !en.contains("该你了"), "{en}");
        }
    }

    #[test]
    fn a_chapter_has_one_file_for_the_comments_of_all_its_exercises() {
        let both = [exercise(None), exercise(None)];
        let found: Vec<_> = commented(&both).collect();
        let [chapter] = &found[..] else { panic!("{} chapters", found.len()) };
        assert_eq!(chapter.chapter, both[0].entry.chapter.name);
        assert_eq!(chapter.texts.len(), 6);
        assert_eq!(chapter.texts[1].0, "pub fn test() {}", "the test, without its mark");
    }

    #[test]
    fn a_stale_translation_is_found_and_can_be_accepted() {
        let zh = "<!-- en: 0 -->\n\n写。\n\n# 提示\n\n想。\n\n# 解答\n\n因为。\n";
        let said = found(exercise(Some(zh)), Some(&[name()]), true);
        assert!(said.len() == 1 && said[0].contains(".zh.md:1: is stale"), "{said:?}");

        let accepted = exercise(Some(zh)).accepted().unwrap();

        assert!(accepted.ends_with(" -->\n\n写。\n\n# 提示\n\n想。\n\n# 解答\n\n因为。\n"));
        assert_eq!(found(exercise(Some(&accepted)), Some(&[name()]), true), [] as [&str; 0]);
    }

    #[test]
    fn a_missing_translation_matters_only_where_the_chapter_is_translated() {
        assert_eq!(found(exercise(None), Some(&[name()]), false), [] as [&str; 0]);
        let said = found(exercise(None), Some(&[name()]), true);
        assert!(said.len() == 1 && said[0].contains(".zh.md: does not exist"), "{said:?}");
    }

    #[test]
    fn an_exercise_that_no_page_shows_is_found() {
        let said = found(exercise(None), Some(&[]), false);
        assert!(said[0].contains(&format!("does not show it: {{{{#exercise {}}}}}", name())));

        let said = found(exercise(None), None, false);
        assert!(said[0].contains("its exercises need the page book/en/"), "{said:?}");

        let said = found(exercise(None), Some(&[name(), name()]), false);
        assert!(said[0].contains("in another order"), "{said:?}");
    }
}
