//! What every chapter has, and how much of something a section may have.

use crate::directive::{self, Directive};
use crate::page::Page;
use catalog::Lang;
use listing::Problem;

/// How many questions a reader may be asked before the text goes on.
const QUESTIONS: usize = 3;

/// Whether a page is a chapter, and not an introduction or an appendix.
pub fn is_chapter(name: &str) -> bool {
    let digits = name.strip_prefix("ch").and_then(|rest| rest.split_once('-'));
    digits.is_some_and(|(digits, _)| digits.parse::<u32>().is_ok())
}

/// Boxes that a chapter lacks, has twice or has in the wrong place, and sections that ask too much.
pub fn faults(page: &Page) -> Vec<Problem> {
    if !is_chapter(&page.name) || page.lang != Lang::En {
        return Vec::new();
    }
    let mut problems = questions(page);
    problems.extend(boxes(page));
    problems
}

fn questions(page: &Page) -> Vec<Problem> {
    let mut problems = Vec::new();
    for section in &page.sections {
        let asked = section.source.lines().filter(|line| line.starts_with("**Question.**")).count();
        if asked > QUESTIONS {
            let what = format!(
                "the section \"{}\" asks {asked} questions: at most {QUESTIONS} stand in a section; \
                 say in the text what the others would say",
                section.title
            );
            problems.push(Problem::at(&page.file, section.line, what));
        }
    }
    problems
}

fn boxes(page: &Page) -> Vec<Problem> {
    let found = directive::find(&page.markdown);
    let all = |name: &str| found.iter().filter(|d| d.name == name).collect::<Vec<&Directive>>();
    let mut problems = Vec::new();
    let first_program = all("listing").first().map(|d| d.line);
    for (name, needed, after, why) in [
        ("can", true, true, "what a reader can do by the end: below the chapter's first program"),
        ("read_as", false, true, "what is new of Rust: below the chapter's first program"),
        ("keep", true, false, "what is worth learning by heart: at the chapter's end"),
    ] {
        match all(name).as_slice() {
            [] if needed => {
                let what = format!("a chapter has {{{{#{name}}}}}, {why}");
                problems.push(Problem::of(&page.file, what));
            }
            [] => {}
            [first, rest @ ..] => {
                if after && first_program.is_none_or(|line| first.line < line) {
                    let what = format!("{{{{#{name}}}}} comes too early; it says {why}");
                    problems.push(Problem::at(&page.file, first.line, what));
                }
                for again in rest {
                    let what = format!(
                        "a second {{{{#{name}}}}} (the first one is on line {}): a chapter has one",
                        first.line
                    );
                    problems.push(Problem::at(&page.file, again.line, what));
                }
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section;

    fn said(name: &str, markdown: &str) -> Vec<String> {
        let page = Page {
            name: name.into(),
            lang: Lang::En,
            file: "p.md".into(),
            markdown: markdown.into(),
            sections: section::sections(markdown),
        };
        faults(&page).iter().map(Problem::to_string).collect()
    }

    const FULL: &str =
        "# T {#t}\n\n{{#listing a}}\n\n{{#can}}\n- x\n- y\n{{#end}}\n\n{{#keep}}\n- x\n{{#end}}\n";

    #[test]
    fn only_chapters_need_boxes() {
        assert!(is_chapter("ch01-process") && !is_chapter("chapel") && !is_chapter("notes"));
        assert_eq!(said("introduction", "# T {#t}\n"), [] as [&str; 0]);
        assert_eq!(said("ch01-process", FULL), [] as [&str; 0]);
    }

    #[test]
    fn a_missing_an_early_and_a_second_box_are_named() {
        let missing = said("ch01-process", "# T {#t}\n");
        assert_eq!(missing.len(), 2, "{missing:?}");
        assert!(missing[0].starts_with("p.md: a chapter has {{#can}}, what a reader can do"));
        let early = said("ch01-process", &FULL.replace("{{#listing a}}", ""));
        assert!(early[0].starts_with("p.md:5: {{#can}} comes too early"), "{early:?}");
        let twice = said("ch01-process", &format!("{FULL}\n{{{{#keep}}}}\n"));
        assert_eq!(
            twice,
            ["p.md:14: a second {{#keep}} (the first one is on line 10): a chapter has one"]
        );
    }

    #[test]
    fn a_section_with_four_questions_is_named() {
        let four = "**Question.** Why?\n\n".repeat(4);
        let said = said("ch01-process", &format!("{FULL}\n## S {{#s}}\n\n{four}"));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("p.md:14: the section \"S\" asks 4 questions"), "{said:?}");
    }
}
