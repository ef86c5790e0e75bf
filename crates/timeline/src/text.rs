//! How wide a text is, and how much of it fits.

use catalog::{cells, is_wide};

/// About how wide a text is at this size of type. No font is asked: the reader’s is not known. So
/// it is an estimate from above for common fonts.
pub fn width(text: &str, size: f64) -> f64 {
    let of_one = |c: char| match c {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | '\'' | '|' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 1.0,
        'A'..='Z' | 'µ' => 0.75,
        _ if is_wide(c) => 1.03,
        _ => 0.63,
    };
    text.chars().map(of_one).sum::<f64>() * size
}

/// The text, or as much of it as fits with an ellipsis; nothing if not even two letters fit.
pub fn fitted(text: &str, size: f64, room: f64) -> String {
    shortened(text, |part| width(part, size) <= room)
}

/// The same for so many cells of a terminal, which would obey control characters.
pub fn fitted_cells(text: &str, room: usize) -> String {
    shortened(&text.replace(char::is_control, " "), |part| cells(part) <= room)
}

fn shortened(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
    let tried = ends.iter().rev().map(|end| format!("{}…", text[..*end].trim_end()));
    tried.into_iter().find(|part| fits(part) && part.chars().count() > 2).unwrap_or_default()
}

/// The text as XML wants it, in an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no way to write these.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(fitted_cells("Alice", 5), "Alice");
        assert_eq!(fitted_cells("Alice and Bob", 7), "Alice…");
        assert_eq!(fitted_cells("学生小明", 7), "学生小…");
        assert_eq!(fitted_cells("Alice", 2), "");
        assert_eq!(fitted_cells("a\nb\u{1b}[1m", 9), "a b [1m");
    }

    #[test]
    fn chinese_is_wider() {
        assert!(width("学", 10.0) > width("a", 10.0));
    }

    #[test]
    fn xml_is_escaped() {
        assert_eq!(escaped("a<b>&\"\u{7}\u{ffff}"), "a&lt;b&gt;&amp;&quot;  ");
    }
}
