//! The index of exercises: what each asks for, and where its solution stands.

use crate::exercises::Exercise;
use crate::lang::Words;
use crate::ledger::place_on;
use crate::tables;
use catalog::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// The directive that shows it.
pub const NAME: &str = "solutions";

/// A table for each chapter: the exercise, which leads to its place; its goal; the commands. The
/// Chinese titles of chapters are those of their pages.
pub fn page(
    all: &[Exercise],
    titles: &BTreeMap<String, String>,
    lang: Lang,
    left_out: &BTreeSet<String>,
) -> String {
    let words = Words::of(lang);
    let mut out = String::new();
    let mut chapter = "";
    for exercise in all {
        let name = exercise.entry.chapter.name;
        if name != chapter {
            chapter = name;
            let number = listing::chapter_number(listing::short_chapter(exercise.entry.chapter));
            let number = number.unwrap_or_default().to_string();
            let title = match lang {
                Lang::En => format!("{number}. {}", exercise.entry.chapter.question),
                Lang::Zh => {
                    let title = titles.get(name).map(|title| format!("：{title}"));
                    words.chapter_number.replacen("{}", &number, 1) + &title.unwrap_or_default()
                }
            };
            out.push_str(&format!(
                "\n[{title}]({name}.md)\n\n{}|---|---|---|\n",
                tables::row([words.exercise, words.goal, "`cargo exercise` …"])
            ));
        }
        let numeral = exercise.entry.numeral();
        let place = place_on(name, &format!("exercise-{}", numeral.replace('.', "-")), left_out);
        let link = format!("[{numeral}]({place})");
        let short = format!("`{}`", exercise.entry.short());
        out.push_str(&tables::row([link, goal(exercise, lang), short]));
    }
    out
}

/// The first sentences of what is asked, on one line: enough of them to say something.
fn goal(exercise: &Exercise, lang: Lang) -> String {
    let (text, enough) = match (&exercise.zh, lang) {
        (Some(zh), Lang::Zh) => (&zh.goal, 20),
        _ => (&exercise.stub.goal, 60),
    };
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let is_end = |at: usize, c: char| match c {
        '。' | '？' | '！' => true,
        '.' | '?' | '!' => paragraph[at + 1..].starts_with(' '),
        _ => false,
    };
    let ends = paragraph.char_indices().filter(|&(at, c)| is_end(at, c));
    let mut ends = ends.map(|(at, c)| at + c.len_utf8());
    let end = ends.find(|&end| paragraph[..end].chars().count() >= enough);
    let text = &paragraph[..end.unwrap_or(paragraph.len())];
    match text.strip_suffix([':', '：']) {
        Some(text) => format!("{text}{}", Words::of(lang).stop),
        None => text.to_string(),
    }
}
