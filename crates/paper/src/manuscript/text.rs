//! Small rules for text: spaces between lines, ids made from words, lines that rustdoc hides.

use super::piece::Piece;
use catalog::is_wide;

/// Drops a space that is there only because a line ended between two Chinese characters.
pub fn close_up(pieces: &mut Vec<Piece>) {
    for piece in pieces.iter_mut() {
        match piece {
            Piece::Heading(heading) => close_up(&mut heading.body),
            Piece::Figure(figure) => close_up(&mut figure.caption),
            _ => {}
        }
    }
    let mut drop = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if *piece == Piece::Space {
            let before = pieces[..at].iter().rev().find_map(|p| edge(p, |s| s.chars().next_back()));
            let after = pieces[at + 1..].iter().find_map(|p| edge(p, |s| s.chars().next()));
            if before.flatten().is_some_and(is_wide) && after.flatten().is_some_and(is_wide) {
                drop.push(at);
            }
        }
    }
    for at in drop.into_iter().rev() {
        pieces.remove(at);
    }
}

/// An id made from a heading's words, by mdBook's rule, so that links fit both.
pub fn slug(words: &str) -> String {
    words
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

/// Rust without the lines that begin with `# `: rustdoc compiles them and readers do not see them.
pub fn without_hidden_lines(code: &str) -> String {
    let mut out = String::new();
    for line in code.lines() {
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        match text.strip_prefix('#') {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => continue,
            Some(rest) if rest.starts_with('#') => out.extend([indent, rest]),
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// The character at the edge of a piece: none to look further, `Some(None)` to stop.
fn edge(piece: &Piece, of: impl Fn(&str) -> Option<char>) -> Option<Option<char>> {
    match piece {
        Piece::Text(text) => Some(of(text)),
        Piece::Open(_) | Piece::Close => None,
        _ => Some(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_chinese_join_and_lines_of_english_do_not() {
        let text = |s: &str| Piece::Text(s.into());
        let mut pieces = vec![
            text("轮"),
            Piece::Space,
            text("流,"),
            Piece::Space,
            text("a"),
            Piece::Space,
            text("b"),
        ];

        close_up(&mut pieces);

        assert_eq!(
            pieces,
            [text("轮"), text("流,"), Piece::Space, text("a"), Piece::Space, text("b")]
        );
    }

    #[test]
    fn hidden_lines_go_and_attributes_stay() {
        let code = "# use std::rc::Rc;\n#[test]\n    ## kept\n#\nfn main() {}\n";

        assert_eq!(without_hidden_lines(code), "#[test]\n    # kept\nfn main() {}\n");
    }

    #[test]
    fn ids_are_made_as_mdbook_makes_them() {
        assert_eq!(slug("What's `poll` for?"), "whats-poll-for");
        assert_eq!(slug("任务 task"), "任务-task");
    }
}
