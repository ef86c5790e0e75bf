//! Finds numbers about speed and size that stand in a page by hand.
//!
//! What was measured comes by `{{#measured …}}` and `{{#plot …}}`, so that it has a machine and a
//! spread, and can be measured again. A number that is given and not measured, such as how long a
//! listing sleeps or what a document promises, is marked where it stands: `100 ms<!-- given -->`.

use crate::directive;
use listing::Problem;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use regex::Regex;
use std::path::Path;
use std::sync::LazyLock;

/// Marks the number before it as one that nobody measured.
pub const GIVEN: &str = "<!-- given -->";

const DIGITS: &str = r"\d[\d,.]*";

const WORDS: &str = r"(?i:\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|millions?|billions?)\b)";

/// Units of time, size and rate, and what says how much faster or larger something is.
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let unit = r"(?:ns|[uµμ]s|ms|s|min|Hz|[kMG]Hz|[kKMGT]i?B|(?i:(?:nano|micro|milli)?seconds?|minutes?|hours?|(?:kilo|mega|giga)?bytes?))\b";
    let number = &format!("(?:{DIGITS}|{WORDS})");
    let more = r"(?:as|faster|slower|more|less|fewer|smaller|larger|bigger|cheaper|dearer|longer|shorter|quicker|the)\b";
    pattern(&[
        // 3 ms, 10,000 bytes; ten seconds, half a second, a hundred microseconds
        &format!(r"{DIGITS}[\s\u{{a0}}\u{{202f}}-]*{unit}"),
        &format!(r"{WORDS}[\s-]+(?:(?i:a|an)\s+)?{unit}"),
        // A second may be an ordinal; a millisecond is none.
        r"\b(?i:an?)\s+(?:(?:nano|micro|milli)second|minute|hour|(?:kilo|mega|giga)byte)\b",
        // 10,000 requests a second
        &format!(
            r"{number}\s+(?:\w+\s+){{1,2}}(?:a|per|each|every)\s+(?:(?:milli|micro)?second|minute)\b"
        ),
        // ten times faster, 15× more, twice as fast, 30% slower
        &format!(r"{number}\s+times\s+{more}"),
        r"\d[\d.,]*\s*[×x](?:\s|[.,;:)]|$)",
        &format!(r"\b(?i:twice|thrice|half)\s+{more}"),
        &format!(r"{number}\s*(?:%|per\s?cent)\s+(?:of\s+the\s+(?:time|speed|memory)\b|{more})"),
        r"\b(?i:orders?\s+of\s+magnitude)\b",
    ])
});

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"(?:\d[\d,.]*\s*[百千万亿]?|[一二两三四五六七八九十百千万亿半]+)";
    pattern(&[
        &format!(r"{number}\s*个?(?:纳秒|微秒|毫秒|秒|分钟|小时|(?:千|兆|吉)?字节|倍|个?数量级)"),
        &format!(r"每(?:秒|分钟|毫秒)[^，。；\s]{{0,6}}?\s*{number}"),
        r"百分之[一二三四五六七八九十百\d]+",
        r"\d[\d.]*\s*%",
    ])
});

/// `\b` is between letters of ASCII and others: so `3 ms` is found before a Chinese word, too. With
/// Unicode’s boundary there is no automaton, and the whole book is looked through ten times slower.
fn pattern(parts: &[&str]) -> Regex {
    let all = parts.join("|").replace(r"\b", r"(?-u:\b)");
    Regex::new(&all).expect("the pattern is a constant")
}

/// Every such number of a page that is not marked, with its line.
pub fn by_hand(file: &Path, markdown: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut block = Block::default();
    let mut code = false;
    let markdown = &without_directives(markdown);
    let parser = new_cmark_parser(markdown, &MarkdownOptions::default());
    for (event, span) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(text) if !code => block.add(&text, span.start),
            // A number in code is a program's, and what stands around it is no unit of it.
            Event::Code(_) => block.add("`", span.start),
            Event::SoftBreak | Event::HardBreak => block.add(" ", span.start),
            Event::InlineHtml(html) if html.trim() == GIVEN => block.add(MARKED, span.start),
            // Emphasis and links do not end a sentence.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::Start(_) | Event::End(_) => problems.extend(block.take(file, markdown)),
            _ => {}
        }
    }
    problems.extend(block.take(file, markdown));
    problems
}

/// Stands for [`GIVEN`] in a block's text.
const MARKED: &str = "\u{0}";

/// The words of a paragraph, a cell or a heading, and where on the page each piece of them began.
#[derive(Default)]
struct Block {
    text: String,
    pieces: Vec<(usize, usize)>,
}

impl Block {
    fn add(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The faults of what was added; the block is empty afterwards.
    fn take(&mut self, file: &Path, markdown: &str) -> Vec<Problem> {
        let block = std::mem::take(self);
        let mut problems = Vec::new();
        let regexes = [&*ENGLISH, &*CHINESE];
        let mut all: Vec<_> = regexes.iter().flat_map(|r| r.find_iter(&block.text)).collect();
        all.sort_by_key(|found| found.start());
        let mut until = 0;
        for found in all {
            let rest = block.text[found.end()..].trim_start();
            let year = is_decade(found.as_str());
            if year || rest.starts_with(MARKED) || found.start() < until {
                continue;
            }
            until = found.end();
            let piece = block.pieces.iter().rev().find(|(start, _)| *start <= found.start());
            let at = piece.map_or(0, |(start, at)| at + found.start() - start);
            let what = format!(
                "\"{}\" stands here by hand: what was measured comes by {{{{#measured …}}}}, and \
                 what was not is marked, `100 ms{GIVEN}`",
                found.as_str().trim()
            );
            let line = directive::line_of(markdown, at.min(markdown.len()));
            problems.push(Problem::at(file, line, what));
        }
        problems
    }
}

/// `1980s`, which is no number of seconds.
fn is_decade(text: &str) -> bool {
    text.strip_suffix("0s").is_some_and(|decade| {
        matches!(decade.len(), 1 | 3) && decade.bytes().all(|b| b.is_ascii_digit())
    }) && text.len() == 5
}

/// The page with each directive blotted out, every other byte where it was.
fn without_directives(markdown: &str) -> String {
    let mut out = markdown.to_string();
    for directive in directive::find(markdown) {
        let blot = "Q".repeat(directive.span.len());
        out.replace_range(directive.span, &blot);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str) -> Vec<String> {
        let problems = by_hand(Path::new("p.md"), markdown);
        let quoted = |p: &Problem| p.what.split('"').nth(1).unwrap_or_default().to_string();
        problems.iter().map(quoted).collect()
    }

    #[test]
    fn numbers_with_units_are_found_in_both_languages() {
        for (text, number) in [
            ("It takes 3 ms.", "3 ms"),
            ("It takes 2,977 ns, or so.", "2,977 ns"),
            ("a 10 MiB stack", "10 MiB"),
            ("weighs 24 bytes", "24 bytes"),
            ("after half a second", "half a second"),
            ("a hundred microseconds", "hundred microseconds"),
            ("10,000 requests a second", "10,000 requests a second"),
            ("ten times faster", "ten times faster"),
            ("twice as fast", "twice as"),
            ("is 15× dearer", "15×"),
            ("30% slower", "30% slower"),
            ("three orders of magnitude", "orders of magnitude"),
            ("**12** µs", "12 µs"),
            ("要 3 毫秒", "3 毫秒"),
            ("要 3 ms或更多", "3 ms"),
            ("快了十倍", "十倍"),
            ("占 8 兆字节", "8 兆字节"),
            ("每秒 1 万个请求", "每秒 1 万"),
            ("半秒之后", "半秒"),
        ] {
            assert_eq!(found(text), [number], "{text}");
        }
    }

    #[test]
    fn what_is_no_such_number_is_left_alone() {
        for text in [
            "since 3.14, in the 1980s",
            "Ours asks three times: before the end",
            "a second look, one line, four runtimes",
            "N31 and chapter 7, the old ones, tens of them",
            "the listing `sleep(100 ms)` and `2 s`",
            "```text\n3 ms\n```",
            "{{#measured switch.2 ms}}",
            "四十七句话，第二部分，分秒不差",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn a_number_that_is_marked_is_given_and_only_that_one() {
        assert_eq!(found("sleeps 100 ms<!-- given -->, then 3 s"), ["3 s"]);
        assert_eq!(found("sleeps **100 ms**<!-- given -->"), [] as [&str; 0]);
    }

    #[test]
    fn a_fault_has_its_line() {
        let problems = by_hand(Path::new("p.md"), "# T\n\nOne\nand *two* 3 ms.\n");
        assert!(problems[0].to_string().starts_with("p.md:4: \"3 ms\" stands here by hand"));
    }
}
