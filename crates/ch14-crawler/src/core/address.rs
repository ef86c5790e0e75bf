//! One name for each page: what stands in a link becomes an absolute, normal address.

use url::Url;

/// The address that a link on the page `base` leads to. `None` if it leads to no page: `mailto:`,
/// `javascript:`, `https:` (which this crawler does not speak), or nothing that can be read.
///
/// Two spellings of one address become the same: the case of the host, the default port, `..`, and
/// escapes of characters that need none. The part behind `#` never reaches a server.
pub fn absolute(base: &Url, link: &str) -> Option<Url> {
    normal(base.join(link).ok()?)
}

/// The same for an address that somebody has typed.
///
/// # Errors
///
/// If it is none, or none of HTTP: what is wrong with it.
pub fn typed(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|why| match why {
        url::ParseError::RelativeUrlWithoutBase => {
            format!("`{text}` has no scheme; write `http://` in front of it")
        }
        why => format!("`{text}` is no address: {why}"),
    })?;
    let scheme = url.scheme().to_owned();
    normal(url).ok_or_else(|| match scheme.as_str() {
        "https" => format!("`{text}`: this crawler speaks http only, without encryption"),
        "file" => is_a_file(text),
        other => format!("`{text}`: `{other}:` leads to no page; write `http://`"),
    })
}

/// What is said of a file that stands where an address should.
pub fn is_a_file(text: &str) -> String {
    format!("`{text}` is a file; the crawler reads pages from a server")
}

fn normal(mut url: Url) -> Option<Url> {
    if url.scheme() != "http" || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    // Nobody's password is passed on, and no page has two names because of one.
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let path = plain_escapes(url.path());
    url.set_path(&path);
    let query = url.query().map(plain_escapes).filter(|query| !query.is_empty());
    url.set_query(query.as_deref());
    Some(url)
}

/// `%7e` is `~`, and `%c3` is `%C3`: RFC 3986, section 6.2.2.
pub fn plain_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out += &rest[..at];
        rest = &rest[at..];
        let code = rest
            .get(1..3)
            .filter(|hex| !hex.starts_with('+'))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) if code.is_ascii_alphanumeric() || b"-._~".contains(&code) => {
                out.push(char::from(code));
            }
            Some(code) => out += &format!("%{code:02X}"),
            None => {
                out.push('%');
                rest = &rest[1..];
                continue;
            }
        }
        rest = &rest[3..];
    }
    out + rest
}

/// Scheme, host and port: what has one robots.txt, and is asked politely.
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// What a server is asked for.
pub fn target(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// What addresses of the same kind share: numbers become `#`, a query keeps its names only, and a
/// part that repeats itself stands once. A calendar without end has one such pattern.
pub fn pattern(url: &Url) -> String {
    let mut out = origin(url);
    let mut before = "";
    for part in url.path().split('/').skip(1) {
        if part != before {
            out.push('/');
            let digit = |c: char| c.is_ascii_digit();
            for (at, piece) in part.split(digit).enumerate() {
                if at > 0 && !out.ends_with('#') {
                    out.push('#');
                }
                out += piece;
            }
        }
        before = part;
    }
    for (name, _) in url.query_pairs() {
        out += &format!("?{name}");
    }
    out
}
