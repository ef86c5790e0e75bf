//! A link that opens a program in the Rust Playground, ready to run.
//!
//! The link carries the whole program, so that a click is all that is sent to another host. The
//! Playground has tokio and futures; a few lines at the program's end stand in for `timeline`.

use crate::anchor;
use anyhow::{Context, Result};
use catalog::Side;
use std::path::Path;

/// Where a link leads to, up to the program.
pub const HOST: &str = "https://play.rust-lang.org/";

/// The most bytes of a link. Servers refuse a longer line of a request, the Playground's, too:
/// <https://github.com/rust-lang/rust-playground/issues/439>.
const LONGEST: usize = 8000;

/// The crates that a program may use there, beside `std`.
const THERE: [&str; 3] = ["futures", "timeline", "tokio"];

/// The link for one side of a listing whose chapter has these crates. None where the Playground lacks a crate, or the program is
/// too long for a link.
pub fn link(side: Side, text: &str, crates: &[String]) -> Option<String> {
    // What today's nightly compiler takes, tomorrow's may refuse: no link can promise it.
    if !matches!(side, Side::Plain | Side::Tokio) {
        return None;
    }
    let text = whole(&anchor::without_marks(text), crates)?;
    let link = format!("{HOST}?version=stable&mode=debug&edition=2024&code={}", encoded(&text));
    (link.len() <= LONGEST).then_some(link)
}

/// The crates that a chapter's programs can use, as code names them.
///
/// # Errors
/// Its `Cargo.toml` cannot be read.
pub fn crates(root: &Path, chapter: &str) -> Result<Vec<String>> {
    let file = Path::new("crates").join(chapter).join("Cargo.toml");
    let at = || format!("{} cannot be read", file.display());
    let text = std::fs::read_to_string(root.join(&file)).with_context(at)?;
    let manifest: toml::Table = toml::from_str(&text).with_context(at)?;
    let systems = manifest.get("target").and_then(|systems| systems.as_table());
    let tables = systems.into_iter().flatten().filter_map(|(_, system)| system.as_table());
    let all = tables.chain([&manifest]).filter_map(|table| table.get("dependencies")?.as_table());
    let mut names: Vec<String> =
        all.flat_map(|all| all.keys()).map(|n| n.replace('-', "_")).collect();
    // The chapter itself is one, too: a program may call what stands beside it.
    names.extend(["crate".into(), "super".into(), chapter.replace('-', "_")]);
    Ok(names)
}

/// The program with what stands in for the recorder. None if it uses what the Playground lacks.
fn whole(text: &str, crates: &[String]) -> Option<String> {
    let foreign = crates.iter().filter(|name| !THERE.contains(&name.as_str()));
    if foreign.into_iter().any(|name| uses(text, name)) || !text.contains("fn main()") {
        return None;
    }
    let called: Vec<&str> =
        RECORDER.iter().map(|(name, _)| *name).filter(|name| calls(text, name)).collect();
    // Whatever else is called there has no stand-in.
    let known = called.iter().map(|name| text.matches(&format!("timeline::{name}(")).count());
    if known.sum::<usize>() != text.matches("timeline::").count() {
        return None;
    }
    let mut out = text.trim_end().to_string();
    if !called.is_empty() {
        let bodies = RECORDER.iter().filter(|(name, _)| called.contains(name));
        let bodies: Vec<&str> = bodies.map(|(_, body)| *body).collect();
        let guard = if bodies.iter().any(|body| body.contains("Guard")) { GUARD } else { "" };
        out.push_str(&format!(
            "\n\n/// In the book this records who has a turn, and when. Here it does nothing.\n\
             mod timeline {{\n    use std::fmt::Display;\n\n{guard}{}}}",
            bodies.join("\n")
        ));
    }
    out.push('\n');
    Some(out)
}

/// What a span, a lane or a wait holds until its end.
const GUARD: &str = "    pub struct Guard;\n\n";

/// What listings call of the recorder, and what stands in for it.
const RECORDER: [(&str, &str); 7] = [
    ("task", "    pub fn task<F>(_: impl Display, future: F) -> F {\n        future\n    }\n"),
    ("mark", "    pub fn mark(_: impl Display) {}\n"),
    ("span", "    pub fn span(_: impl Display) -> Guard {\n        Guard\n    }\n"),
    ("thread", "    pub fn thread(_: impl Display) -> Guard {\n        Guard\n    }\n"),
    ("process", "    pub fn process(_: impl Display) -> Guard {\n        Guard\n    }\n"),
    ("waiting", "    pub fn waiting(_: impl Display) -> Guard {\n        Guard\n    }\n"),
    (
        "turn",
        "    pub fn turn(_: impl Display) -> Turn {\n        Turn\n    }\n\n    pub struct Turn;\n\n    \
         impl Turn {\n        pub fn last(self) {}\n        pub fn waits(self) {}\n    }\n",
    ),
];

fn calls(text: &str, name: &str) -> bool {
    text.contains(&format!("timeline::{name}("))
}

/// Whether a path of the program begins with this name, or an import does.
fn uses(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let begins = !before.ends_with(|c| part(c) || c == ':');
        begins
            && (after.starts_with("::")
                || before.ends_with("use ") && after.starts_with([';', ' ']))
    })
}

/// As forms are encoded: `+` for a space, and no more escapes than needed.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'!' | b'(' | b')' | b'*' | b',' | b':' | b';' | b'/'
            | b'?' | b'@' | b'$' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The program that a link carries: what a test compiles.
pub fn carried(link: &str) -> Option<String> {
    let (_, code) = link.strip_prefix(HOST)?.split_once("&code=")?;
    let mut bytes = Vec::with_capacity(code.len());
    let mut rest = code.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(side: Side, text: &str) -> Option<String> {
        let crates = ["tokio", "timeline", "futures", "rustix", "async_lock", "crate"];
        link(side, text, &crates.map(String::from))
    }

    fn of(text: &str) -> Option<String> {
        on(Side::Tokio, text)
    }

    const MAIN: &str = "//! A “program” of 100 % & <more>.\n\nuse tokio::runtime::Builder;\n\n// ANCHOR: a\npub fn main() {\n    Builder::new(1 + 1);\n}\n// ANCHOR_END: a\n";

    #[test]
    fn a_link_carries_the_program_as_it_is() {
        let link = of(MAIN).unwrap();

        assert!(link.starts_with(
            "https://play.rust-lang.org/?version=stable&mode=debug&edition=2024&code="
        ));
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.~!()*,:;/?@$+%&=".contains(c);
        assert!(link.chars().all(allowed), "{link}");
        let text = carried(&link).unwrap();
        assert!(!text.contains("ANCHOR"));
        assert_eq!(text, MAIN.replace("// ANCHOR: a\n", "").replace("// ANCHOR_END: a\n", ""));
    }

    #[test]
    fn only_what_is_called_of_the_recorder_has_a_stand_in() {
        let timed =
            MAIN.replace("Builder::new(1 + 1)", "timeline::task(1, f); let _x = timeline::span(2)");
        let text = carried(&of(&timed).unwrap()).unwrap();

        assert_eq!(text.matches("mod timeline {").count(), 1);
        assert!(
            text.contains("pub fn task<F>(")
                && text.contains("pub fn span(")
                && text.contains("pub struct Guard;")
        );
        assert!(!text.contains("pub fn mark(") && !text.contains("struct Turn"));
        // What has none: no link, rather than one to a program that does not compile.
        assert_eq!(of(&MAIN.replace("Builder::new(1 + 1)", "timeline::observe(f)")), None);
    }

    #[test]
    fn a_program_with_other_crates_or_too_many_lines_has_no_link() {
        for other in ["rustix::fs::sync()", "crate::helper()", "async_lock::Barrier::new(3)"] {
            assert_eq!(of(&MAIN.replace("Builder::new(1 + 1)", other)), None, "{other}");
        }
        assert_eq!(of(&format!("use async_lock::Barrier;\n{MAIN}")), None);
        // A name within another is no use of it.
        for same in ["my_rustix::f()", "std::crate_name()", "a::rustix::b()", "\"rustix\""] {
            assert!(of(&MAIN.replace("Builder::new(1 + 1)", same)).is_some(), "{same}");
        }
        let long = MAIN.replace("    Builder", &"    f();\n".repeat(1000));
        assert_eq!(of(&long), None);
        let short = MAIN.replace("    Builder", &"    f();\n".repeat(300));
        assert!(of(&short).unwrap().len() <= LONGEST);
    }

    #[test]
    fn sides_that_the_playground_cannot_run_have_none() {
        for side in [Side::Python, Side::Smol, Side::AsyncStd, Side::Turns, Side::Nightly] {
            assert_eq!(on(side, MAIN), None);
        }
        for broken in ["https://example.org/?&code=x", "https://play.rust-lang.org/?code=%F", HOST]
        {
            assert_eq!(carried(broken), None);
        }
    }
}
