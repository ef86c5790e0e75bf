//! The boxes that a chapter has: what one can do after it, what to keep, what is new in a program,
//! and what one meets at work.
//!
//! A box begins with a directive on a line of its own and ends with `{{#end}}`. What stands between
//! them is Markdown of the page, so that it may hold links, figures' values and listings.

use crate::directive::{Directive, line_of};
use crate::lang::Words;
use catalog::Lang;
use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::ops::RangeInclusive;

/// The directive that ends a box.
pub const END: &str = "end";

/// The kinds of box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a reader can do by the end of the chapter.
    Can,
    /// What is worth learning by heart.
    Keep,
    /// The form that one meets in real code.
    AtWork,
    /// What is new of Rust in the program above.
    ReadAs,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Can, Kind::Keep, Kind::AtWork, Kind::ReadAs];

    /// The kind that a directive begins.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The directive's name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Can => "can",
            Kind::Keep => "keep",
            Kind::AtWork => "at_work",
            Kind::ReadAs => "read_as",
        }
    }

    /// How many entries its list has; none for a box of free text.
    fn entries(self) -> Option<(RangeInclusive<usize>, &'static str)> {
        match self {
            Kind::Can => Some((
                2..=4,
                "a list of about three lines, each of which ends the sentence “you can …”",
            )),
            Kind::Keep => Some((3..=5, "a list of three to five sentences")),
            Kind::ReadAs => Some((1..=3, "a list of at most three things that are new")),
            Kind::AtWork => None,
        }
    }

    /// What stands at its head. What to keep has a heading of the page above it.
    fn title(self, own: &str, lang: Lang) -> Option<String> {
        let words = Words::of(lang);
        match self {
            Kind::Can => Some(words.you_can.to_string()),
            Kind::Keep => None,
            Kind::ReadAs => Some(words.read_as.to_string()),
            Kind::AtWork => Some(format!("{}{}{own}", words.at_work, words.colon)),
        }
    }
}

/// A box that has begun and not yet ended.
#[derive(Debug)]
pub struct Open {
    kind: Kind,
    /// Where it begins, for a message when it does not end.
    pub line: usize,
    from: usize,
}

impl Open {
    /// What to say when the page ends first.
    pub fn unclosed(&self) -> String {
        let name = self.kind.name();
        format!("{{{{#{name}}}}} has no end: write {{{{#{END}}}}} on a line below it")
    }
}

/// Begins a box: what replaces the directive, and the box that is open from here.
///
/// # Errors
/// Another box is open, or the directive has no title or one too many.
pub fn begin(
    kind: Kind,
    directive: &Directive,
    open: Option<&Open>,
    lang: Lang,
) -> Result<(String, Open), String> {
    let name = kind.name();
    if let Some(open) = open {
        let (other, line) = (open.kind.name(), open.line);
        return Err(format!(
            "{{{{#{name}}}}} begins inside of {{{{#{other}}}}} (line {line}): end that one first, by {{{{#{END}}}}}"
        ));
    }
    match (kind, directive.arguments.as_str()) {
        (Kind::AtWork, "") => return Err("what is it about? write {{#at_work TITLE}}".into()),
        (Kind::AtWork, _) | (_, "") => {}
        _ => return Err(format!("{{{{#{name}}}}} has a title already: write it alone")),
    }
    let title = kind.title(&directive.arguments, lang);
    let head = title.map_or_else(String::new, |title| format!("\n**{title}**\n"));
    let text = format!("<div class=\"box {name}\">\n{head}");
    Ok((text, Open { kind, line: directive.line, from: directive.span.end }))
}

/// Ends a box: what replaces `{{#end}}`.
///
/// # Errors
/// No box is open, or it does not hold what its kind asks for.
pub fn end(markdown: &str, directive: &Directive, open: Option<&Open>) -> Result<String, String> {
    let Some(open) = open else {
        let known = Kind::ALL.map(|kind| format!("{{{{#{}}}}}", kind.name())).join(", ");
        return Err(format!("{{{{#{END}}}}} ends nothing: a box begins with one of {known}"));
    };
    if !directive.arguments.is_empty() {
        return Err(format!("{{{{#{END}}}}} stands alone"));
    }
    let inside = &markdown[open.from..directive.span.start];
    let (name, line) = (open.kind.name(), open.line);
    let mut entries = 0;
    let mut depth = 0;
    for (event, span) in new_cmark_parser(inside, &MarkdownOptions::default()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let line = line_of(markdown, open.from + span.start);
                return Err(format!(
                    "a heading (line {line}) may not stand in {{{{#{name}}}}}: end the box before it"
                ));
            }
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(mdbook_markdown::pulldown_cmark::TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) if depth == 1 => entries += 1,
            _ => {}
        }
    }
    match open.kind.entries() {
        Some((range, what)) if !range.contains(&entries) => {
            Err(format!("{{{{#{name}}}}} (line {line}) has {entries} entries: it holds {what}"))
        }
        None if inside.trim().is_empty() => {
            Err(format!("{{{{#{name}}}}} (line {line}) is empty: write its text, or take it out"))
        }
        _ => Ok("\n</div>\n".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directive;

    /// The page with its boxes, or the first message.
    fn shown(markdown: &str) -> Result<String, String> {
        let mut open = None;
        let mut out = String::new();
        let mut copied = 0;
        for found in directive::find(markdown) {
            out += &markdown[copied..found.span.start];
            copied = found.span.end;
            match Kind::parse(&found.name) {
                Some(kind) => {
                    let (text, now) = begin(kind, &found, open.as_ref(), Lang::En)?;
                    out += &text;
                    open = Some(now);
                }
                None => {
                    out += &end(markdown, &found, open.as_ref())?;
                    open = None;
                }
            }
        }
        match open {
            Some(open) => Err(open.unclosed()),
            None => Ok(out + &markdown[copied..]),
        }
    }

    #[test]
    fn a_box_is_a_titled_division_around_the_pages_own_markdown() {
        let page = "# T\n\n{{#can}}\n- read *this*;\n- write it.\n{{#end}}\n\nOn.\n";

        assert_eq!(
            shown(page).unwrap(),
            "# T\n\n<div class=\"box can\">\n\n**By the end of this chapter you can**\n\n\
             - read *this*;\n- write it.\n\n</div>\n\n\nOn.\n"
        );
        let at_work = shown("{{#at_work `#[tokio::main]`}}\nText.\n{{#end}}\n").unwrap();
        assert!(at_work.contains("**At work: `#[tokio::main]`**"), "{at_work}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_cure() {
        for (page, words) in [
            ("{{#can}}\n- a\n- b\n", "has no end: write {{#end}}"),
            ("{{#end}}\n", "ends nothing: a box begins with one of {{#can}}, {{#keep}}"),
            ("{{#can}}\n{{#keep}}\n", "inside of {{#can}} (line 1): end that one first"),
            (
                "{{#keep}}\n- a\n- b\n{{#end}}\n",
                "{{#keep}} (line 1) has 2 entries: it holds a list of three",
            ),
            (
                "{{#read_as}}\n- a\n- b\n- c\n- d\n{{#end}}\n",
                "has 4 entries: it holds a list of at most three",
            ),
            ("{{#at_work}}\nx\n{{#end}}\n", "write {{#at_work TITLE}}"),
            ("{{#at_work T}}\n\n{{#end}}\n", "is empty"),
            ("{{#can Do}}\n- a\n- b\n{{#end}}\n", "has a title already"),
            ("{{#at_work T}}\nx\n\n## H\n\n{{#end}}\n", "a heading (line 4) may not stand in"),
        ] {
            let said = shown(page).unwrap_err();
            assert!(said.contains(words), "{page:?}: {said}");
        }
    }

    #[test]
    fn entries_within_entries_do_not_count() {
        assert!(shown("{{#read_as}}\n- a\n  - b\n  - c\n  - d\n{{#end}}\n").is_ok());
    }
}
