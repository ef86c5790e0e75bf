//! A small HTML reader: tags, text and whole drawings, as pages hold them between their Markdown.

use crate::entities::decode;

/// A part of a run of HTML.
#[derive(Debug, PartialEq)]
pub enum Token {
    /// `<div class="run">`, or `<br/>`.
    Open(Tag),
    /// `</div>`: its name.
    Close(String),
    /// Words, with entities decoded.
    Text(String),
    /// A drawing, from `<svg` to `</svg>`, as it stands.
    Svg(String),
}

/// An opening tag.
#[derive(Debug, PartialEq)]
pub struct Tag {
    /// In small letters.
    pub name: String,
    /// With entities decoded.
    pub attributes: Vec<(String, String)>,
    /// As it stands on the page, for messages.
    pub source: String,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The classes of the tag.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.get("class").unwrap_or_default().split_whitespace()
    }
}

/// Reads tags, text and drawings; comments are dropped.
///
/// # Errors
/// A tag, a comment or a drawing that does not end within this run of HTML.
pub fn tokens(mut html: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    while !html.is_empty() {
        let Some(rest) = html.strip_prefix('<') else {
            let end = html.find('<').unwrap_or(html.len());
            out.push(Token::Text(decode(&html[..end])));
            html = &html[end..];
            continue;
        };
        if let Some(comment) = rest.strip_prefix("!--") {
            let end = comment.find("-->").ok_or("a comment `<!--` does not end")?;
            html = &comment[end + 3..];
        } else if is_svg(rest) {
            let end = html.find("</svg>").ok_or(
                "the drawing `<svg>` does not end before a blank line: take blank lines out of it",
            )? + "</svg>".len();
            out.push(Token::Svg(html[..end].to_string()));
            html = &html[end..];
        } else {
            let end = end_of_tag(html).ok_or_else(|| {
                format!("the tag `{}` does not end", html.lines().next().unwrap_or_default())
            })?;
            let (source, inside) = (&html[..end], &html[1..end - 1]);
            out.push(match inside.strip_prefix('/') {
                Some(name) => Token::Close(name.trim().to_ascii_lowercase()),
                None => Token::Open(tag(inside.trim_end_matches('/'), source)),
            });
            html = &html[end..];
        }
    }
    Ok(out)
}

fn is_svg(after_bracket: &str) -> bool {
    after_bracket
        .strip_prefix("svg")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>'))
}

/// The index after the tag's `>`, which a quoted value may hold too.
fn end_of_tag(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(at + 1),
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
    }
    None
}

fn tag(inside: &str, source: &str) -> Tag {
    let (name, mut rest) =
        inside.split_once(char::is_whitespace).map_or((inside, ""), |(n, r)| (n, r.trim()));
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(q @ ('"' | '\'')) => after[1..].split_once(q).unwrap_or((&after[1..], "")),
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            rest = rest.trim_start();
        }
        attributes.push((name, decode(value)));
    }
    Tag { name: name.to_ascii_lowercase(), attributes, source: source.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_comments() {
        let read = tokens("<!-- <b> -->\n<summary>a &lt; b &amp; c</summary><br/>").unwrap();

        let [
            Token::Text(_),
            Token::Open(summary),
            Token::Text(text),
            Token::Close(close),
            Token::Open(br),
        ] = &read[..]
        else {
            panic!("{read:?}")
        };
        assert_eq!((summary.name.as_str(), text.as_str()), ("summary", "a < b & c"));
        assert_eq!((close.as_str(), br.name.as_str()), ("summary", "br"));
    }

    #[test]
    fn attributes_with_and_without_quotes() {
        let read =
            tokens(r#"<DIV class="verdict verdict-holds" data-claim='a > b' open id=x>"#).unwrap();

        let [Token::Open(div)] = &read[..] else { panic!("{read:?}") };
        assert_eq!(div.name, "div");
        assert_eq!(div.classes().collect::<Vec<_>>(), ["verdict", "verdict-holds"]);
        assert_eq!(div.get("data-claim"), Some("a > b"));
        assert_eq!((div.get("open"), div.get("id")), (Some(""), Some("x")));
    }

    #[test]
    fn a_drawing_is_one_token() {
        let read = tokens("<figure><svg viewBox='0 0 1 1'><g/></svg></figure>").unwrap();

        assert_eq!(read[1], Token::Svg("<svg viewBox='0 0 1 1'><g/></svg>".into()));
        assert!(tokens("<svg>\n<g/>").unwrap_err().contains("blank line"));
    }
}
