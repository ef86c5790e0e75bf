//! Where a page leads, and what it is called.

use std::collections::HashSet;

use html5gum::{DefaultEmitter, StartTag, State, Token, Tokenizer};
use url::Url;

use super::address::absolute;

/// What stands in a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its title, with single spaces.
    pub title: String,
    /// Absolute addresses in the order of the page, each once.
    pub links: Vec<String>,
}

/// Reads a page. Its author may ask that no link be followed, for one or for all of them.
pub fn links(page: &str, address: &Url) -> Found {
    let mut base = address.clone();
    let (mut hrefs, mut title, mut in_title) = (Vec::new(), None::<String>, false);
    let mut has_base = false;
    let mut follow = true;
    // What stands in a script is no link.
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut tokens = Tokenizer::new_with_emitter(page, emitter);
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => match &*tag.name.0 {
                b"a" | b"area" => {
                    let rel = attribute(&tag, b"rel").unwrap_or_default().to_ascii_lowercase();
                    if !rel.split_whitespace().any(|word| word == "nofollow") {
                        hrefs.extend(attribute(&tag, b"href"));
                    }
                }
                // The first that says where, as in browsers.
                b"base" if !has_base => {
                    if let Some(href) = attribute(&tag, b"href") {
                        has_base = true;
                        let found = address.join(&href).ok();
                        base = found.filter(|url| !url.cannot_be_a_base()).unwrap_or(base);
                    }
                }
                b"meta" => {
                    let is = |name, word| {
                        let value: Option<String> = attribute(&tag, name);
                        value.is_some_and(|value| value.to_ascii_lowercase().contains(word))
                    };
                    follow &= !(is(b"name", "robots") && is(b"content", "nofollow"));
                }
                // For those who run no scripts, as here, it is a part of the page.
                b"noscript" => tokens.set_state(State::Data),
                b"title" if title.is_none() => {
                    (in_title, title) = (true, Some(String::new()));
                }
                _ => (),
            },
            Token::EndTag(tag) if &*tag.name.0 == b"title" => in_title = false,
            Token::String(text) if in_title => {
                if let Some(title) = &mut title {
                    *title += &String::from_utf8_lossy(&text.0);
                }
            }
            _ => (),
        }
    }
    let title = title.unwrap_or_default();
    let mut found =
        Found { title: title.split_whitespace().collect::<Vec<_>>().join(" "), links: Vec::new() };
    if follow {
        let mut seen = HashSet::new();
        for url in hrefs.iter().filter_map(|href| absolute(&base, href)) {
            let url = String::from(url);
            if seen.insert(url.clone()) {
                found.links.push(url);
            }
        }
    }
    found
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    let value = tag.attributes.iter().find(|(key, _)| &*key.0 == name)?.1;
    Some(String::from_utf8_lossy(value).into_owned())
}
