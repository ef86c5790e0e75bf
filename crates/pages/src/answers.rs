//! For paper: moves answers to the end of their chapter, where an eye does not fall on them.
//!
//! On the site an answer is a `<details>` that the reader opens. Paper cannot close anything, so
//! there a link stands in its place, and the answer below a heading at the chapter's end, with a
//! link back.

use crate::lang::Lang;

/// The page with each answer at its end. Other `<details>` stay where they are.
///
/// An answer is a `<details>` whose summary is `Answer` or one that [`crate::exercises`] wrote.
/// The tags stand at the beginning of lines of their own, as Markdown wants it.
pub fn at_the_end(markdown: &str, lang: Lang) -> String {
    let words = lang.words();
    let mut text = String::with_capacity(markdown.len());
    let mut answers = String::new();
    let mut count = 0;
    let mut fence: Option<usize> = None;
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        match fence {
            Some(open) if ticks >= open && line.trim_matches('`').trim().is_empty() => fence = None,
            None if ticks >= 3 => fence = Some(ticks),
            _ => {}
        }
        let summary = lines.peek().and_then(|next| {
            next.trim().strip_prefix("<summary>")?.strip_suffix("</summary>").map(str::trim)
        });
        let title = summary.filter(|_| fence.is_none() && line.trim_end() == "<details>");
        let title = title.and_then(|title| {
            if title == words.answer {
                count += 1;
                Some((format!("{} {count}", words.answer), format!("{count}")))
            } else {
                let number = title.strip_prefix(words.solution_of)?.trim();
                Some((title.to_owned(), number.replace('.', "-")))
            }
        });
        let Some((title, id)) = title else {
            text += line;
            text.push('\n');
            continue;
        };
        lines.next();
        text += &format!("<a id=\"question-{id}\"></a>\n\n[{title}](#answer-{id})\n");
        answers += &format!("<a id=\"answer-{id}\"></a>\n\n**[{title}](#question-{id})**\n\n");
        for line in lines.by_ref().take_while(|line| line.trim_end() != "</details>") {
            answers += line;
            answers.push('\n');
        }
        answers.push('\n');
    }
    if !answers.is_empty() {
        text += &format!("\n## {} {{#answers}}\n\n{answers}", words.answers);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_moves_to_the_end_with_links_both_ways() {
        let page =
            "# T\n\nWhy?\n\n<details>\n<summary>Answer</summary>\n\nSo.\n\n</details>\n\nOn.\n";

        let paper = at_the_end(page, Lang::En);

        let expected = "# T\n\nWhy?\n\n<a id=\"question-1\"></a>\n\n[Answer 1](#answer-1)\n\nOn.\n\n\
            ## Answers {#answers}\n\n<a id=\"answer-1\"></a>\n\n**[Answer 1](#question-1)**\n\n\nSo.\n\n\n";
        assert_eq!(paper, expected);
    }

    #[test]
    fn the_solution_of_an_exercise_keeps_its_number() {
        let page = "<details>\n<summary>提示与解答 8.2</summary>\n\n写。\n\n</details>\n";

        let paper = at_the_end(page, Lang::Zh);

        assert!(
            paper.starts_with("<a id=\"question-8-2\"></a>\n\n[提示与解答 8.2](#answer-8-2)\n")
        );
        assert!(paper.contains("## 答案 {#answers}\n"), "{paper}");
    }

    #[test]
    fn other_details_and_code_stay_where_they_are() {
        let code = "```text\n<details>\n<summary>Answer</summary>\n</details>\n```\n";
        let other = "<details>\n<summary>The whole output</summary>\n\nx\n\n</details>\n";

        for page in [code, other] {
            assert_eq!(at_the_end(page, Lang::En), page);
        }
    }
}
