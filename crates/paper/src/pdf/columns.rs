//! Code in two columns: which of it fits, and where a long program may be cut.

use crate::manuscript::{Listing, is_wide};

/// How many lines a cut between two functions may cost: so many stay empty below the shorter column.
const SLACK: usize = 3;

/// How many characters half of the page's width takes; the template has the size that fits.
pub const NARROW: usize = 58;

/// How many characters all of it takes.
const WIDE: usize = 100;

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

/// A listing's text, with a mark on each line that is not what the chapter speaks of.
pub fn with_quiet(listing: &Listing) -> String {
    let marked = |(at, line): (usize, &str)| match listing.is_quiet(at) && !line.trim().is_empty() {
        true => format!("{line}{QUIET}"),
        false => line.to_string(),
    };
    listing.text.lines().enumerate().map(marked).collect::<Vec<_>>().join("\n")
}

/// A long program, cut into rows of two columns, to be read row by row. Each row is the left column
/// and the right one. `None` if it is short, or so wide that most of its lines would be folded, and
/// stands in one column.
pub fn rows(language: &str, code: &str) -> Option<Vec<[String; 2]>> {
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
        rows.push([joined(left), joined(right)].map(|part| folded(&part, true)));
        rest = after;
    }
    Some(rows)
}

/// The code with a mark wherever a line must go on below.
pub fn folded(code: &str, narrow: bool) -> String {
    let limit = if narrow { NARROW } else { WIDE };
    code.lines().map(|line| fold(line, limit)).collect::<Vec<_>>().join("\n")
}

/// What goes on stands two columns deeper than the line begins, as the template sets it. A line
/// breaks behind a space, a bracket or a comma, or before a dot, but not in the first half of what it
/// may take; if there is no such place, anywhere.
fn fold(line: &str, limit: usize) -> String {
    let depth = line.len() - line.trim_start().len();
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    let mut room = limit;
    while width(rest) > room {
        let mut taken = 0;
        let mut last = ' ';
        // The best place so far: how good it is, and where.
        let mut best = (0, 0);
        for (at, c) in rest.char_indices() {
            let good = match (last, c) {
                _ if taken * 2 < room => 0,
                (' ' | ',' | ';', _) => 3,
                ('(' | '[' | '{' | '=' | '/' | ':', _) if last != c => 2,
                (_, '.' | '&') => 2,
                _ if is_wide(last) => 2,
                _ => 1,
            };
            // As far to the right as can be, among the good ones.
            if at > 0 && good >= best.0.min(2) && good > 0 {
                best = (good, at);
            }
            taken += 1 + usize::from(is_wide(c));
            last = c;
            if taken > room {
                break;
            }
        }
        let (_, at) =
            if best.1 == 0 { (1, rest.ceil_char_boundary(room.min(rest.len()))) } else { best };
        out.push_str(&rest[..at]);
        out.push(FOLD);
        rest = &rest[at..];
        room = limit.saturating_sub(depth + 2).max(limit / 3);
    }
    out + rest
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

/// A Chinese character takes two columns.
fn width(line: &str) -> usize {
    line.chars().filter(|c| *c != QUIET).map(|c| 1 + usize::from(is_wide(c))).sum()
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
            let rows = rows("rust", &code).unwrap();

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
        let rows = rows("rust", &program(4, 7)).unwrap();

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
    fn a_mark_of_a_quiet_line_takes_no_room() {
        let full = "x".repeat(NARROW);
        let listing = Listing {
            language: String::new(),
            text: format!("{full}\n\n{full}\n{full}"),
            focus: Some(2..3),
            in_part: false,
        };
        let text = with_quiet(&listing);
        assert_eq!(text, format!("{full}{QUIET}\n\n{full}\n{full}{QUIET}"));
        assert_eq!(folded(&text, true), text);
        // Of a line that is folded, the mark stays at its end.
        let longer = format!("{full} {full}{QUIET}");
        assert!(folded(&longer, true).ends_with(QUIET), "{longer}");
    }

    #[test]
    fn what_is_short_or_wide_stands_in_one_column() {
        let wide = format!("{}\n", "x".repeat(NARROW + 1)).repeat(40);
        let half_wide = wide.replacen(&"x".repeat(NARROW + 1), "x", 25);

        assert_eq!(rows("rust", &program(1, 10)), None);
        assert_eq!(rows("rust", &wide), None);
        assert!(rows("rust", &half_wide).is_some());
        assert!(!fits(&wide) && !fits(&half_wide) && fits(&program(1, 10)));
        // An output is shorter, and keeps its lines whole.
        let output = "said\n".repeat(8);
        assert_eq!(rows("text", &output).map(|rows| rows.len()), Some(1));
        assert_eq!(rows("rust", &output), None);
        assert_eq!(rows("text", &format!("{output}{wide}")), None);
    }
}
