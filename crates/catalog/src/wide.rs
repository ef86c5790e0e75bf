//! Which characters are wide, and where Chinese may be cut: whoever sets lines asks here.

/// Whether a character is as wide as it is high: Chinese, Japanese and Korean ones, and their
/// punctuation.
pub const fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// How many cells of a terminal a text takes.
pub fn cells(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Chinese punctuation with which no line begins.
pub const CLOSING: &str = "，。、；：？！）》」』”’";
/// Chinese punctuation in which no line ends.
pub const OPENING: &str = "（《「『“‘";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_cells() {
        assert_eq!(cells("a学，"), 5);
    }
}
