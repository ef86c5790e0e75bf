//! Cuts a text into a given number of lines, as Chinese is set.

use catalog::{CLOSING, OPENING, is_wide};

/// Besides Chinese punctuation, what stays with the character before it, and with the one behind.
const CLOSES: &str = "…—·,.;:?!)]}";
const OPENS: &str = "([{";

/// The text in so many lines, about equally long, cut behind punctuation where there is some nearby.
/// The last lines are empty if the text has too few places where it can be cut.
pub fn wrap(text: &str, lines: usize) -> Vec<String> {
    let units = units(text);
    let ends: Vec<usize> = units
        .iter()
        .scan(0, |end, unit| {
            *end += catalog::cells(unit);
            Some(*end)
        })
        .collect();
    let total = ends.last().copied().unwrap_or(0);
    let (mut out, mut from) = (Vec::with_capacity(lines), 0);
    for line in 1..=lines {
        let due = total * line / lines;
        // Each line has a unit, as long as there are any; the last has the rest.
        let best = (from + 1..=units.len())
            .min_by_key(|to| ends[to - 1].abs_diff(due) + dislike(&units[to - 1]));
        let to = best.filter(|_| line < lines).unwrap_or(units.len());
        out.push(units[from..to].concat().trim().to_string());
        from = to;
    }
    out
}

/// By how many columns a line may be shorter or longer, so as not to end behind this.
fn dislike(unit: &str) -> usize {
    match unit.trim_end().chars().last() {
        Some('。' | '；' | '！' | '？') => 0,
        Some('，' | '：' | '）' | '”') => 2,
        Some('、') => 6,
        _ if unit.ends_with(' ') => 8,
        _ => 10,
    }
}

fn closes(c: char) -> bool {
    CLOSING.contains(c) || CLOSES.contains(c)
}

fn opens(c: char) -> bool {
    OPENING.contains(c) || OPENS.contains(c)
}

/// What cannot be cut: a Latin word, a piece of code, a character with its punctuation.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let (mut code, mut joins) = (false, false);
    for c in text.chars() {
        let last_is_latin = units
            .last()
            .and_then(|unit| unit.chars().last())
            .is_some_and(|l| !is_wide(l) && l != ' ');
        let glued = joins
            || code
            || closes(c)
            || c == ' '
            || (!is_wide(c) && c != '`' && !opens(c) && last_is_latin);
        match units.last_mut() {
            Some(unit) if glued => unit.push(c),
            _ => units.push(c.into()),
        }
        code ^= c == '`';
        joins = opens(c);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_about_equally_long_and_no_punctuation_is_left_over() {
        assert_eq!(
            wrap("循环睡到有事可做，然后逐个轮询。", 2),
            ["循环睡到有事可做，", "然后逐个轮询。"]
        );
        assert_eq!(wrap("第一句。（第二句。）", 2), ["第一句。", "（第二句。）"]);
        assert_eq!(wrap("一行", 1), ["一行"]);
    }

    #[test]
    fn words_and_code_are_not_cut() {
        let lines = wrap("用 `tokio::spawn(async move {})` 启动 executor 的任务", 2);
        assert_eq!(lines, ["用 `tokio::spawn(async move {})`", "启动 executor 的任务"]);
    }

    #[test]
    fn too_short_a_text_leaves_lines_empty() {
        assert_eq!(wrap("好", 2), ["好", ""]);
        assert_eq!(wrap("", 2), ["", ""]);
    }
}
