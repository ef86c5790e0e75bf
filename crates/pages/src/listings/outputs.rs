//! What the variants of a listing print.

use super::Source;
use crate::code::fenced;
use crate::lang::Words;
use catalog::{Lang, Side};

/// One output, and the sides that print it.
pub struct Output<'a> {
    text: &'a str,
    /// In the order of the tabs.
    pub sides: Vec<Side>,
}

/// What the variants print: once for those that agree, in the order of the tabs.
pub fn outputs<'a>(sources: &[&'a Source]) -> Vec<Output<'a>> {
    let mut groups: Vec<Output> = Vec::new();
    for source in sources {
        match groups.iter_mut().find(|group| group.text == source.output) {
            Some(group) => group.sides.push(source.side),
            None => groups.push(Output { text: &source.output, sides: vec![source.side] }),
        }
    }
    groups
}

impl Output<'_> {
    /// The output below a line that says who prints it, out of so many.
    pub fn block(&self, lang: Lang, of: usize) -> String {
        let words = Words::of(lang);
        let titles: Vec<&str> = self.sides.iter().map(|side| side.title()).collect();
        let who = match titles.as_slice() {
            all if all.len() == of && of > 1 => words.all_print.to_string(),
            [most @ .., last] if !most.is_empty() => {
                let verb = if lang == Lang::En { "print" } else { words.prints };
                format!("{}{}{last} {verb}", most.join(words.comma), words.and)
            }
            one => format!("{} {}", one.concat(), words.prints),
        };
        format!("**{who}**\n\n{}", fenced("text", self.text))
    }
}
