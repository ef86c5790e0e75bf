//! For paper: moves answers to the end of their chapter, where an eye does not fall on them.
//!
//! On the site an answer is a `<details>` that the reader opens. Paper cannot close anything, so
//! there a link stands in its place, and the answer below a heading at the chapter's end, with a
//! link back.

use crate::lang::Words;
use catalog::Lang;
use listing::Problem;
use std::path::Path;

/// The page with each answer at its end. Other `<details>` stay where they are.
///
/// An answer is a `<details>` whose summary is `Answer` or one that [`crate::exercises`] wrote.
/// The tags stand at the beginning of lines of their own, as Markdown wants it.
pub fn at_the_end(markdown: &str, lang: Lang) -> String {
    let words = Words::of(lang);
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
        answers += &format!("<a id=\"answer-{id}\"></a>\n\n<div class=\"answer\">\n\n");
        answers += &format!("**[{title}](#question-{id})**\n\n</div>\n\n");
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

/// Answers that [`at_the_end`] would leave where they are, so that paper gives them away.
pub(crate) fn faults(page: &Path, markdown: &str, lang: Lang) -> Vec<Problem> {
    let lines: Vec<&str> = markdown.lines().collect();
    let words = |lang: Lang| format!("<summary>{}</summary>", Words::of(lang).answer);
    let mut problems = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let found = Lang::ALL.into_iter().find(|lang| line.contains(&words(*lang)));
        let fault = match found {
            None => continue,
            Some(other) if other != lang => format!("an answer is `{}` here", words(lang)),
            Some(_) if *line != words(lang) || index == 0 || lines[index - 1] != "<details>" => {
                "an answer needs `<details>` and its summary on lines of their own".to_owned()
            }
            Some(_) => {
                let rest = &lines[index + 1..];
                let end = rest.iter().position(|line| *line == "</details>");
                match rest.iter().position(|line| line.contains("<details>")) {
                    _ if end.is_none() => {
                        "an answer needs `</details>` on a line of its own".into()
                    }
                    Some(next) if Some(next) < end => "an answer may not hold `<details>`".into(),
                    _ => continue,
                }
            }
        };
        problems.push(Problem::at(page, index + 1, fault));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(markdown: &str, lang: Lang) -> Vec<String> {
        let problems = faults(Path::new("book/en/p.md"), markdown, lang);
        problems.iter().map(Problem::to_string).collect()
    }

    #[test]
    fn an_answer_that_would_not_move_is_found() {
        let right = "<details>\n<summary>Answer</summary>\n\nSo.\n\n</details>\n";
        let on_one_line = "<details><summary>Answer</summary>\n\nSo.\n\n</details>\n";
        let open = "<details>\n<summary>Answer</summary>\n\nSo.</details>\n";
        let nested =
            right.replace("So.", "<details>\n<summary>More</summary>\n\nSo.\n\n</details>");

        assert_eq!(said(right, Lang::En), [] as [&str; 0]);
        for (markdown, line, words) in [
            (on_one_line, 1, "on lines of their own"),
            (open, 2, "needs `</details>`"),
            (nested.as_str(), 2, "may not hold `<details>`"),
        ] {
            let said = said(markdown, Lang::En);
            let start = format!("book/en/p.md:{line}: an answer");
            assert!(said.len() == 1 && said[0].starts_with(&start), "{said:?}");
            assert!(said[0].contains(words), "{said:?}");
        }
        assert!(said(right, Lang::Zh)[0].contains("<summary>答案</summary>"));
    }

    #[test]
    fn an_answer_moves_to_the_end_with_links_both_ways() {
        let page =
            "# T\n\nWhy?\n\n<details>\n<summary>Answer</summary>\n\nSo.\n\n</details>\n\nOn.\n";

        let paper = at_the_end(page, Lang::En);

        let expected = "# T\n\nWhy?\n\n<a id=\"question-1\"></a>\n\n[Answer 1](#answer-1)\n\nOn.\n\n\
            ## Answers {#answers}\n\n<a id=\"answer-1\"></a>\n\n<div class=\"answer\">\n\n\
            **[Answer 1](#question-1)**\n\n</div>\n\n\nSo.\n\n\n";
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
