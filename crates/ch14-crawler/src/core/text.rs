//! Bytes become text, whatever the server calls them.

use encoding_rs::Encoding;

/// How far into a page the name of its encoding is looked for, as browsers do.
const HEAD: usize = 1024;

/// A page as text. What its first bytes say counts most, then what the server says, then what the
/// page says itself; what is no character of the encoding becomes `�`.
pub fn decoded(body: &[u8], content_type: &str) -> String {
    let named = charset(content_type).and_then(|name| Encoding::for_label(name.as_bytes()));
    let chosen = Encoding::for_bom(body).map(|(encoding, _)| encoding);
    let chosen = chosen.or(named).or_else(|| in_the_page(body)).unwrap_or(encoding_rs::UTF_8);
    chosen.decode(body).0.into_owned()
}

/// The value behind `charset=`.
fn charset(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (_, value) = lower.split_once("charset=")?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
    Some(value[..end.unwrap_or(value.len())].to_owned())
}

fn in_the_page(body: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&body[..body.len().min(HEAD)]);
    let at = head.to_ascii_lowercase().find("<meta")?;
    let found = Encoding::for_label(charset(&head[at..])?.as_bytes())?;
    // A page that can be read so far is not in UTF-16, whatever it says.
    Some(found.output_encoding())
}
