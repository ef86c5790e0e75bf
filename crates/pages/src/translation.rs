//! Keeps the Chinese pages in step with the English ones, section by section.
//!
//! Below each heading of a Chinese page stands `<!-- en: HASH -->`, the hash of the English
//! section that was translated. When the English words change, the hash no longer fits.

use crate::boxes;
use crate::directive;
use crate::section::{Section, sections};
use listing::Problem;
use std::path::Path;

/// How a Chinese page differs from its English one: sections missing, stale, or out of order.
pub fn differences(en: &str, zh_file: &Path, zh: &str) -> Vec<Problem> {
    let (en_sections, zh_sections) = (sections(en), sections(zh));
    let mut problems = Vec::new();
    for section in &en_sections {
        let Some(id) = section.id.as_deref() else { continue };
        let Some(translated) = zh_sections.iter().find(|s| s.id.as_deref() == Some(id)) else {
            let what = format!("section #{id} is missing (in English: \"{}\")", section.title);
            problems.push(Problem::of(zh_file, what));
            continue;
        };
        let now = section.hash();
        match recorded(translated) {
            None => problems.push(Problem::at(
                zh_file,
                translated.line,
                format!("section #{id} has no `<!-- en: {now} -->` below its heading"),
            )),
            Some(then) if then != now => problems.push(Problem::at(
                zh_file,
                translated.line,
                format!(
                    "section #{id} is stale: its English has changed from {then} to {now}; \
                     translate the change, then run `cargo book translated`"
                ),
            )),
            Some(_) => {}
        }
        if translated.level != section.level {
            let what = format!("section #{id} has another level than in English");
            problems.push(Problem::at(zh_file, translated.line, what));
        }
    }
    for section in &zh_sections {
        if let Some(id) = section.id.as_deref()
            && !en_sections.iter().any(|s| s.id.as_deref() == Some(id))
        {
            let what = format!("section #{id} does not exist in English");
            problems.push(Problem::at(zh_file, section.line, what));
        }
    }
    let order = |sections: &[Section]| -> Vec<String> {
        sections.iter().filter_map(|s| s.id.clone()).collect()
    };
    if problems.is_empty() && order(&en_sections) != order(&zh_sections) {
        problems.push(Problem::of(zh_file, "its sections stand in another order than in English"));
    }
    problems.extend(other_directives(en, zh_file, zh));
    problems
}

/// The Chinese page with every hash brought up to date, for sections that are translated.
pub fn accept(en: &str, zh: &str) -> String {
    let en_sections = sections(en);
    let mut lines: Vec<String> = zh.lines().map(String::from).collect();
    // From the end, so that an inserted line moves no heading that is still to come.
    for section in sections(zh).iter().rev() {
        let hash =
            en_sections.iter().find(|s| s.id.is_some() && s.id == section.id).map(Section::hash);
        let Some(hash) = hash else { continue };
        let mark = format!("<!-- en: {hash} -->");
        // A heading's line counts from 1, so it is also the index of the line below it.
        match lines.get_mut(section.line) {
            Some(line) if line.starts_with("<!-- en: ") => *line = mark,
            _ => lines.insert(section.line, mark),
        }
    }
    lines.join("\n") + "\n"
}

/// The hash below a section's heading.
fn recorded(section: &Section) -> Option<String> {
    let below = section.source.lines().nth(1)?;
    Some(below.strip_prefix("<!-- en: ")?.strip_suffix(" -->")?.trim().to_string())
}

/// Both pages show the same listings, verdicts and figures in the same order.
fn other_directives(en: &str, zh_file: &Path, zh: &str) -> Vec<Problem> {
    let (en, zh) = (directive::find(en), directive::find(zh));
    for i in 0..en.len().max(zh.len()) {
        match (en.get(i), zh.get(i)) {
            (Some(a), Some(b)) if a.canonical() == b.canonical() => {}
            // What it holds besides its name is a title, which is translated.
            (Some(a), Some(b)) if a.name == b.name && a.name == boxes::Kind::AtWork.name() => {}
            (Some(a), Some(b)) => {
                let what = format!(
                    "{{{{#{}}}}} stands where the English page has {{{{#{}}}}} (its line {})",
                    b.canonical(),
                    a.canonical(),
                    a.line
                );
                return vec![Problem::at(zh_file, b.line, what)];
            }
            (Some(a), None) => {
                let what =
                    format!("{{{{#{}}}}} is missing (English line {})", a.canonical(), a.line);
                return vec![Problem::of(zh_file, what)];
            }
            (None, Some(b)) => {
                let what = format!("{{{{#{}}}}} is not on the English page", b.canonical());
                return vec![Problem::at(zh_file, b.line, what)];
            }
            (None, None) => {}
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = "# Tasks {#tasks}\n\nOne.\n\n## Adds {#adds}\n\n{{#listing first_task}}\n";
    const ZH: &str = "# 任务 {#tasks}\n\n一。\n\n## 增加 {#adds}\n\n{{#listing first_task}}\n";

    fn said(en: &str, zh: &str) -> Vec<String> {
        differences(en, Path::new("zh.md"), zh).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn an_accepted_translation_is_in_step_and_accepting_again_changes_nothing() {
        let accepted = accept(EN, ZH);

        assert_eq!(said(EN, &accepted), [] as [&str; 0]);
        assert_eq!(accept(EN, &accepted), accepted);
        assert_eq!(accepted.matches("<!-- en: ").count(), 2);
    }

    #[test]
    fn a_section_whose_english_changed_is_stale_and_only_that_one() {
        let accepted = accept(EN, ZH);

        let said = said(&EN.replace("One.", "Two."), &accepted);

        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("zh.md:1: section #tasks is stale"), "{said:?}");
    }

    #[test]
    fn a_missing_a_new_and_an_unmarked_section_are_named() {
        assert!(said(EN, ZH)[0].contains("#tasks has no `<!-- en: "));
        let accepted = accept(EN, ZH);
        let missing = said(&format!("{EN}\n## More {{#more}}\n"), &accepted);
        assert_eq!(missing, ["zh.md: section #more is missing (in English: \"More\")"]);
        let extra = said(EN, &format!("{accepted}\n## 又 {{#again}}\n"));
        assert!(extra[0].contains("#again does not exist in English"), "{extra:?}");
    }

    #[test]
    fn both_pages_have_the_same_listings() {
        let accepted = accept(EN, &ZH.replace("first_task", "result"));

        let said = said(EN, &accepted);

        assert_eq!(
            said,
            [
                "zh.md:9: {{#listing result}} stands where the English page has {{#listing first_task}} (its line 7)"
            ]
        );
    }
}
