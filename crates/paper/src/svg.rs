//! Drawings, made ready for readers that know less than a browser.

/// What the drawing shows, in its own words: its `aria-label`, else its `<title>`.
pub fn title(svg: &str) -> Option<String> {
    let head = &svg[..svg.find('>')?];
    let label = head.split_once("aria-label=\"").and_then(|(_, rest)| rest.split_once('"'));
    let title = || svg.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let words = match label {
        Some((words, _)) => words,
        None => title()?.0,
    };
    let words = crate::entities::decode(words.trim());
    Some(words).filter(|words| !words.is_empty())
}

/// The drawing with its own name space, and with `var(--name, blue)` replaced by `blue`: neither
/// typst nor most e-readers know the style sheet that the site gives to its drawings.
///
/// # Errors
/// A variable without the value to fall back to, or what is not well-formed XML: a browser forgives
/// it and an e-reader does not.
pub fn plain(svg: &str) -> Result<String, String> {
    let mut plain = without_variables(svg)?;
    if !plain.contains("xmlns=") {
        plain = plain.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1);
    }
    match roxmltree::Document::parse(&plain) {
        Ok(_) => Ok(plain),
        Err(why) => Err(format!("an `<svg>` is not well-formed: {why}")),
    }
}

fn without_variables(svg: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once("var(") {
        out.push_str(before);
        let (inside, tail) = closing(after).ok_or("in an `<svg>`, `var(` is not closed")?;
        let (_, value) = inside.split_once(',').ok_or_else(|| {
            format!("in an `<svg>`, `var({inside})` needs a value for print: `var({inside}, #333)`")
        })?;
        // The value may be a variable again.
        out.push_str(&without_variables(value.trim())?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// The drawing with every name in it set off by a prefix, so that two can stand on one page.
pub fn with_prefix(svg: &str, prefix: &str) -> String {
    ["\"", "'"]
        .into_iter()
        .fold(svg.to_string(), |svg, quote| {
            svg.replace(&format!(" id={quote}"), &format!(" id={quote}{prefix}"))
                .replace(&format!("href={quote}#"), &format!("href={quote}#{prefix}"))
                .replace(
                    &format!("aria-labelledby={quote}"),
                    &format!("aria-labelledby={quote}{prefix}"),
                )
                .replace(&format!("url({quote}#"), &format!("url({quote}#{prefix}"))
        })
        .replace("url(#", &format!("url(#{prefix}"))
}

/// The drawing, said to be one image that shows `alt`, unless it says so itself.
pub fn described(svg: &str, alt: &str) -> String {
    let head = &svg[..svg.find('>').unwrap_or(svg.len())];
    match head.contains(" role=") || head.contains(" aria-label") {
        true => svg.to_string(),
        false => svg.replacen("<svg", &format!("<svg role=\"img\" aria-label=\"{alt}\""), 1),
    }
}

/// Splits at the bracket that closes the one already open.
fn closing(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_give_way_to_their_values() {
        let svg = r#"<svg><path fill="var(--ink, rgb(1, 2, 3))" stroke="var(--line,#ccc)"/></svg>"#;

        let plain = plain(svg).unwrap();

        assert!(plain.contains(r##"fill="rgb(1, 2, 3)" stroke="#ccc""##), "{plain}");
    }

    #[test]
    fn a_variable_without_a_value_is_named() {
        let why = plain(r#"<svg><path fill="var(--ink)"/></svg>"#).unwrap_err();

        assert!(why.contains("var(--ink)"), "{why}");
    }

    #[test]
    fn what_is_not_xml_is_refused() {
        let why = plain("<svg><g></svg>").unwrap_err();

        assert!(why.contains("not well-formed"), "{why}");
    }

    #[test]
    fn names_get_their_prefix_where_they_are_made_and_used() {
        let svg = r##"<svg><marker id="a"/><use href="#a"/><path marker-end="url(#a)"/></svg>"##;

        let prefixed = with_prefix(svg, "d1-");

        assert_eq!(
            prefixed,
            r##"<svg><marker id="d1-a"/><use href="#d1-a"/><path marker-end="url(#d1-a)"/></svg>"##
        );
    }

    #[test]
    fn the_label_comes_before_the_title() {
        assert_eq!(title(r#"<svg aria-label="a"><title>b</title></svg>"#).as_deref(), Some("a"));
        assert_eq!(title("<svg><title>b &amp; c</title></svg>").as_deref(), Some("b & c"));
        assert_eq!(title("<svg></svg>"), None);
    }
}
