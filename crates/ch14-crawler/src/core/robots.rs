//! What a host wants read: robots.txt, by RFC 9309.

use serde::{Deserialize, Serialize};

use super::address::plain_escapes;

/// What is read of a longer file. The standard asks for at least 500 KiB.
pub const LONGEST: usize = 512 << 10;

/// The rules of one host for one crawler.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Whether it is allowed, and the pattern of paths.
    lines: Vec<(bool, String)>,
    /// Nobody knows them: the host has not answered.
    unknown: bool,
}

impl Rules {
    /// Everything is allowed: there is no robots.txt.
    pub fn all() -> Rules {
        Rules::default()
    }

    /// Nothing is allowed: nobody knows what the rules are.
    pub fn unknown() -> Rules {
        Rules { lines: vec![(false, "/".to_owned())], unknown: true }
    }

    /// Whether nobody knows them.
    pub fn is_unknown(&self) -> bool {
        self.unknown
    }

    // ANCHOR: rules
    /// Whether a path may be asked for. The longest pattern that fits decides, and `Allow` where
    /// two are equally long.
    pub fn allow(&self, path: &str) -> bool {
        let path = plain_escapes(path);
        let fitting = self.lines.iter().filter(|(_, pattern)| fits(pattern, &path));
        let longest = fitting.max_by_key(|(allowed, pattern)| (pattern.len(), *allowed));
        path == "/robots.txt" || longest.is_none_or(|(allowed, _)| *allowed)
    }
}

/// Whether a path begins as the pattern says. `*` is anything; `$` at the end is the path's end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        // The first place is the best one: it leaves most for the parts that follow.
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}
// ANCHOR_END: rules

impl Rules {
    /// Reads a file, for the crawler of this name. Groups of one name are one group, and `*` is
    /// for those that have none. What cannot be read is passed over.
    pub fn parse(text: &str, name: &str) -> Rules {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (mut own, mut any): (Option<Rules>, Rules) = (None, Rules::default());
        let (mut for_own, mut for_any, mut naming) = (false, false, false);
        for line in text[..end].lines().flat_map(|line| line.split('\r')) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let allowed = match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    // A group begins with the first of its names.
                    if !naming {
                        (for_own, for_any, naming) = (false, false, true);
                    }
                    for_any |= value == "*";
                    if value.eq_ignore_ascii_case(name) {
                        for_own = true;
                        own.get_or_insert_default();
                    }
                    continue;
                }
                "allow" => true,
                "disallow" => false,
                _ => continue,
            };
            naming = false;
            // An empty line forbids nothing, and allows nothing that was not allowed.
            if !value.starts_with(['/', '*']) {
                continue;
            }
            let row = (allowed, in_ascii(&plain_escapes(value)));
            if let Some(own) = own.as_mut().filter(|_| for_own) {
                own.lines.push(row.clone());
            }
            if for_any {
                any.lines.push(row);
            }
        }
        own.unwrap_or(any)
    }
}

/// `/é` is `/%C3%A9`, as it is in the address that it is compared with: RFC 9309, section 2.2.2.
fn in_ascii(path: &str) -> String {
    let one = |byte: u8| match byte {
        b if b.is_ascii() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    path.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::Rules;

    #[test]
    fn a_path_that_is_not_ascii_is_compared_as_an_address_has_it() {
        for line in ["/标题", "/%e6%a0%87题", "/*题$"] {
            let rules = Rules::parse(&format!("User-agent: *\nDisallow: {line}"), "taking-turns");
            assert!(!rules.allow("/%E6%A0%87%E9%A2%98"), "{line}");
            assert!(rules.allow("/%E6%A0%87"), "{line}");
        }
    }
}
