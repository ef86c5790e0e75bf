//! The index of exercises: what each asks for, and where its solution stands.

use crate::exercises::Exercise;
use crate::lang::Words;
use crate::ledger::place_on;
use catalog::Lang;
use std::collections::BTreeSet;

/// The directive that shows it.
pub const NAME: &str = "solutions";

/// A table for each chapter: the exercise, which leads to its place; its goal; the commands.
pub fn page(all: &[Exercise], lang: Lang, left_out: &BTreeSet<String>) -> String {
    let words = Words::of(lang);
    let mut out = String::new();
    let mut chapter = "";
    for exercise in all {
        let name = exercise.entry.chapter.name;
        if name != chapter {
            chapter = name;
            let number = exercise.entry.numeral();
            let number = number.split('.').next().unwrap_or_default();
            let title = words.chapter_number.replacen("{}", number, 1);
            out.push_str(&format!(
                "\n[{title}]({name}.md)\n\n| {} | {} | {} |\n|---|---|---|\n",
                words.exercise, words.goal, words.try_it_short
            ));
        }
        let numeral = exercise.entry.numeral();
        let place = place_on(name, &format!("exercise-{}", numeral.replace('.', "-")), left_out);
        let goal = goal(exercise, lang).replace('|', "\\|");
        out.push_str(&format!(
            "| [{numeral}]({place}) | {goal} | `cargo exercise {}` |\n",
            exercise.entry.short()
        ));
    }
    out
}

/// The first sentence of what is asked, on one line.
fn goal(exercise: &Exercise, lang: Lang) -> String {
    let text = match (&exercise.zh, lang) {
        (Some(zh), Lang::Zh) => &zh.goal,
        _ => &exercise.stub.goal,
    };
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let ends = [". ", "? ", "! ", ": ", "。", "？", "！"];
    let end = ends.iter().filter_map(|end| paragraph.find(end).map(|at| at + end.trim_end().len()));
    let end = end.min().unwrap_or(paragraph.len());
    paragraph[..end].trim_end_matches(':').to_string()
}
