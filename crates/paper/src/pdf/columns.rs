//! Code in two columns: which of it fits, and where a long program may be cut.

use crate::manuscript::Listing;
use catalog::{CLOSING, OPENING, is_wide};

/// How many lines a cut between two functions may cost: so many stay empty below the shorter column.
const SLACK: usize = 3;

/// How many characters half of the page's width takes; the template has the size that fits.
pub const NARROW: usize = 58;

/// The same within a box, which has a margin of its own.
pub const NARROW_IN_BOX: usize = 55;

/// How many characters all of the page's width takes, in a box, too.
pub const WIDE: usize = 100;

/// Stands in code where a line is folded. The template draws a mark there.
const FOLD: char = '\u{e000}';

/// Stands at the end of a line that is quieter than others. The template takes it away.
const QUIET: char = '\u{e001}';

/// A program of fewer lines stands in one column.
const SHORT: usize = 12;

/// What is no program, such as an output, has no parts that belong together: of so many lines on it
/// stands in two columns.
const SHORT_TEXT: usize = 6;

/// The most lines that a row of two columns has side by side: what the eye takes in at once, and
/// little enough that a page's end wastes little.
const ROW: usize = 16;

/// Whether code fits into half of the width: few of its lines would have to be folded.
pub fn fits(code: &str) -> bool {
    let long = code.lines().filter(|line| width(line) > NARROW).count();
    long * 4 <= code.lines().count()
}

/// A listing's text, with a mark on each line that is not what the chapter speaks of. Of the two blank
/// lines that Python has between functions one is enough here.
pub fn with_marks(listing: &Listing) -> String {
    let lines: Vec<&str> = listing.text.lines().collect();
    let blank = |at: usize| lines.get(at).is_some_and(|line| line.trim().is_empty());
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if listing.language == "python" && blank(at) && blank(at + 1) {
            continue;
        }
        out.push(match listing.is_quiet(at) && !blank(at) {
            true => format!("{line}{QUIET}"),
            false => line.to_string(),
        });
    }
    out.join("\n")
}

/// A long program, cut into rows of two columns, to be read row by row. Each row is the left column
/// and the right one. `None` if it is short, or so wide that most of its lines would be folded, and
/// stands in one column.
pub fn rows(language: &str, code: &str, limit: usize) -> Option<Vec<[String; 2]>> {
    let lines: Vec<&str> = code.lines().collect();
    let is_program = !matches!(language, "" | "text" | "console");
    let short = if is_program { SHORT } else { SHORT_TEXT };
    // An output whose lines are folded cannot be read at a glance.
    let wide = match is_program {
        true => lines.iter().map(|line| height(line)).sum::<usize>() * 2 > lines.len() * 3,
        false => lines.iter().any(|line| height(line) > 1),
    };
    if lines.len() < short || wide {
        return None;
    }
    let mut rows = Vec::new();
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        // Rows of about the same height, so that the last one is not two lines.
        let heights: usize = rest.iter().map(|line| height(line)).sum();
        let more = heights.div_ceil(2 * ROW);
        let (row, after) = cut(rest, heights / more, SLACK * 2);
        let half = row.iter().map(|line| height(line)).sum::<usize>().div_ceil(2);
        let (left, right) = cut(row, half, SLACK);
        rows.push([joined(left), joined(right)].map(|part| folded(&part, limit)));
        rest = after;
    }
    Some(rows)
}

/// The code with a mark wherever a line must go on below.
pub fn folded(code: &str, limit: usize) -> String {
    code.lines().map(|line| fold(line, limit)).collect::<Vec<_>>().join("\n")
}

/// What goes on stands two columns deeper than the line begins, as the template sets it. A line
/// breaks behind a space, a bracket or a comma, or before the dot of a call, but not in the first
/// half of what it may take, and better not before its last few characters; if there is no such
/// place, anywhere.
fn fold(line: &str, limit: usize) -> String {
    let depth = line.len() - line.trim_start().len();
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    let mut room = limit;
    while width(rest) > room {
        let at = place_to_break(rest, room);
        out.push_str(&rest[..at]);
        out.push(FOLD);
        rest = &rest[at..];
        room = limit.saturating_sub(depth + 2).max(limit / 3);
    }
    out + rest
}

/// A line that goes on below with less than this looks as if it had lost something.
const RAG: usize = 8;

fn place_to_break(line: &str, room: usize) -> usize {
    let all = width(line);
    let mut taken = 0_usize;
    let mut last = ' ';
    // The best place so far: how good it is, and where. As far to the right as can be.
    let mut best = (0, 0);
    for (at, c) in line.char_indices() {
        let column = taken.div_ceil(THIRDS);
        if column > room {
            break;
        }
        let calls = || line[at + 1..].starts_with(|c: char| c.is_alphabetic() || c == '_');
        let good = match (last, c) {
            _ if at == 0 || column * 2 < room => 0,
            // What stands there goes on behind the space.
            (_, ' ') if column == room => 1,
            (_, ' ') => 0,
            (' ' | ',' | ';', _) => 4,
            ('(' | '[' | '{' | '=' | '/' | ':', _) if last != c => 3,
            (_, '.') if calls() => 3,
            (_, '&') => 3,
            _ if CLOSING.contains(c) || OPENING.contains(last) => 1,
            _ if is_wide(last) => 3,
            _ => 1,
        };
        let good = if good > 2 && all.saturating_sub(column) < RAG { 2 } else { good };
        if good > 0 && good >= best.0.min(3) {
            best = (good, at);
        }
        taken += thirds(c);
        last = c;
    }
    match best {
        (0, _) => line.ceil_char_boundary(room.min(line.len())).max(1),
        (_, at) => at,
    }
}

/// Cuts lines so that the first part is about so high. Best between two items, else between two
/// paragraphs, else where it happens to be.
fn cut<'a, 'b>(
    lines: &'a [&'b str],
    wanted: usize,
    slack: usize,
) -> (&'a [&'b str], &'a [&'b str]) {
    let mut best = (usize::MAX, lines.len());
    let mut above = 0;
    for (at, line) in lines.iter().enumerate().skip(1) {
        above += height(lines[at - 1]);
        let away = above.abs_diff(wanted);
        let is_gap = lines[at - 1].trim().is_empty();
        let penalty = match () {
            () if is_gap && !line.starts_with([' ', '\t']) => 0,
            () if is_gap => slack / 2,
            () => slack,
        };
        best = best.min((away + penalty, at));
    }
    // What is left may be little enough to stay.
    let whole: usize = above + lines.last().map_or(0, |line| height(line));
    if whole.abs_diff(wanted) < best.0 {
        best.1 = lines.len();
    }
    lines.split_at(best.1)
}

/// The lines as code again. An empty line at an edge is the cut itself.
fn joined(lines: &[&str]) -> String {
    let blank = |line: &&&str| line.trim().is_empty();
    let start = lines.iter().take_while(blank).count();
    let end = lines.len() - lines[start..].iter().rev().take_while(blank).count();
    lines[start..end].join("\n")
}

/// How many lines a line takes when it is folded.
fn height(line: &str) -> usize {
    1 + fold(line, NARROW).matches(FOLD).count()
}

/// A column is three of these.
const THIRDS: usize = 3;

/// How wide a character is. In a terminal a Chinese one takes two columns; on paper it is as wide as its
/// font is high, and a column of ours 0.602 of that, so it takes one and two thirds.
fn thirds(c: char) -> usize {
    match c {
        QUIET => 0,
        _ if is_wide(c) => 5,
        _ => THIRDS,
    }
}

/// How many columns a line takes.
fn width(line: &str) -> usize {
    line.chars().map(thirds).sum::<usize>().div_ceil(THIRDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(functions: usize, lines: usize) -> String {
        let body = "    call();\n".repeat(lines - 2);
        (0..functions).map(|n| format!("fn f{n}() {{\n{body}}}\n\n")).collect()
    }

    #[test]
    fn no_line_is_lost_and_order_stays() {
        for (functions, lines) in [(3, 6), (4, 9), (12, 15), (1, 200), (40, 3)] {
            let code = program(functions, lines);
            let rows = rows("rust", &code, NARROW).unwrap();

            let kept: Vec<&str> = rows.iter().flatten().flat_map(|part| part.lines()).collect();
            let bare = |line: &&str| !line.is_empty();
            let kept: Vec<&str> = kept.into_iter().filter(bare).collect();
            assert_eq!(kept, code.lines().filter(bare).collect::<Vec<_>>());
            assert!(
                rows.iter().all(|[left, right]| left.lines().count() <= 2 * ROW
                    && right.lines().count() <= 2 * ROW)
            );
        }
    }

    #[test]
    fn a_program_is_cut_between_its_functions() {
        let rows = rows("rust", &program(4, 7), NARROW).unwrap();

        assert_eq!(rows.len(), 1);
        assert!(rows[0][0].starts_with("fn f0") && rows[0][1].starts_with("fn f2"));
    }

    #[test]
    fn a_long_line_is_folded_at_a_good_place_and_nothing_is_lost() {
        let line = "    Builder::new_current_thread().build().unwrap().block_on(timeline::task(\"main\", show()));";

        let narrow = fold(line, NARROW);

        let parts: Vec<&str> = narrow.split(FOLD).collect();
        assert_eq!(parts.concat(), line);
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!(parts[0].len() <= NARROW && parts[1].starts_with('.'), "{parts:?}");
        assert_eq!(fold(line, WIDE), line);
        for line in ["x".repeat(300), format!("{}{}", " ".repeat(90), "汉".repeat(90))] {
            let folded = fold(&line, NARROW);
            assert_eq!(folded.replace(FOLD, ""), line);
            assert!(folded.split(FOLD).all(|part| width(part) <= NARROW), "{folded}");
        }
    }

    #[test]
    fn chinese_in_code_takes_what_its_font_does_and_is_folded_beside_its_punctuation() {
        // Three characters take five columns.
        let full = format!("// {}", "汉".repeat((NARROW - 3) * 3 / 5));
        assert_eq!(fold(&full, NARROW), full);
        assert!(fold(&format!("{full}汉"), NARROW).contains(FOLD));
        for end in 25..40 {
            let line = format!("    // {}，“然后”再取下一个（任务）。", "汉".repeat(end));
            let folded = fold(&line, NARROW);
            let ends: Vec<&str> = folded.split(FOLD).collect();
            assert!(!ends.iter().any(|part| part.starts_with(['，', '。', '”', '）'])), "{ends:?}");
            assert!(!ends.iter().any(|part| part.ends_with(['“', '（'])), "{ends:?}");
        }
    }

    #[test]
    fn no_space_goes_down_and_no_full_stop_alone() {
        let folds = |line: &str| {
            let folded = fold(line, NARROW);
            assert_eq!(folded.replace(FOLD, ""), line);
            folded.split(FOLD).map(str::to_string).collect::<Vec<_>>()
        };

        let stop = folds("//! Two threads share one counter, and each adds one to the it.");
        assert_eq!(stop[1], "to the it.", "{stop:?}");
        let comma =
            folds("\"\"\"Two threads of one process ask the kernel who they are, and where.");
        assert_eq!(comma[1], "are, and where.", "{comma:?}");
        // The space before a fold takes room, too, or the typesetter would fold once more.
        assert!(comma[0].len() <= NARROW, "{comma:?}");
        let call =
            folds("        let named = thread::Builder::new().name(\"a\".to_owned().into());");
        assert!(call[1].starts_with(".to_owned"), "{call:?}");
    }

    #[test]
    fn a_mark_of_a_quiet_line_takes_no_room() {
        let full = "x".repeat(NARROW);
        let listing = Listing {
            language: String::new(),
            text: format!("{full}\n\n{full}\n{full}"),
            focus: Some(2..3),
            in_part: false,
        };
        let text = with_marks(&listing);
        assert_eq!(text, format!("{full}{QUIET}\n\n{full}\n{full}{QUIET}"));
        assert_eq!(folded(&text, NARROW), text);
        let python = Listing {
            language: "python".into(),
            text: "a\n\n\nb\n\nc".into(),
            focus: Some(3..4),
            ..listing
        };
        assert_eq!(with_marks(&python), format!("a{QUIET}\n\nb\n\nc{QUIET}"));
        // Of a line that is folded, the mark stays at its end.
        let longer = format!("{full} {full}{QUIET}");
        assert!(folded(&longer, NARROW).ends_with(QUIET), "{longer}");
    }

    #[test]
    fn what_is_short_or_wide_stands_in_one_column() {
        let wide = format!("{}\n", "x".repeat(NARROW + 1)).repeat(40);
        let half_wide = wide.replacen(&"x".repeat(NARROW + 1), "x", 25);

        assert_eq!(rows("rust", &program(1, 10), NARROW), None);
        assert_eq!(rows("rust", &wide, NARROW), None);
        assert!(rows("rust", &half_wide, NARROW).is_some());
        assert!(!fits(&wide) && !fits(&half_wide) && fits(&program(1, 10)));
        // An output is shorter, and keeps its lines whole.
        let output = "said\n".repeat(8);
        assert_eq!(rows("text", &output, NARROW).map(|rows| rows.len()), Some(1));
        assert_eq!(rows("rust", &output, NARROW), None);
        assert_eq!(rows("text", &format!("{output}{wide}"), NARROW), None);
    }
}
